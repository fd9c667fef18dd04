"""Whatever several servers, an agent-server, clocks and deaths do in whatever order: one owner.

The model is the table of rules in a few lines; each step of each server must have the outcome that
the model says. Two servers share a host and one is elsewhere; another program claims and releases
in the way of OpenHands' agent-server; people remove or spoil the files.
"""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from easel_conversation.lease import Claimed, Held, LeaseHeld, LeaseLost
from easel_conversation.lease.files import LEASE_FILE
from easel_testing.leases import (
    HOST,
    NOW,
    FakeProcesses,
    Owner,
    birth,
    holder,
    read_lease,
    write_lease,
)

TTL = 45.0
FOREIGN_PID = 4711
HOSTS = {"anna": HOST, "bert": HOST, "carl": "elsewhere"}
NAMES = st.sampled_from(sorted(HOSTS))


@dataclass
class Entry:
    """A lease as the model knows it. `born`: the birth of its process, when Easel wrote it."""

    instance: str
    generation: int
    expires_at: float
    host: str
    pid: int
    born: int | None


class Server:
    """One life of a server, and what it believes."""

    def __init__(self, name: str, pid: int, life: int, machine: "Owners") -> None:
        me = holder(f"{name}-{life}", pid, host=HOSTS[name], started=life)
        self.instance: str = me.instance_id
        self.host = me.host
        self.pid = pid
        self.born = life
        self.claimed: int | None = None
        self.losses = 0
        self.owner = Owner(machine.directory, me, machine.processes, lambda: machine.now, ttl=TTL)
        self.lease = self.owner.lease


class Owners(RuleBasedStateMachine):
    """The servers, the files and the model."""

    @initialize()
    def begin(self) -> None:
        self.directory = Path(tempfile.mkdtemp())
        self.processes = FakeProcesses({FOREIGN_PID: birth(FOREIGN_PID)})
        self.now = NOW
        self.entry: Entry | None = None
        self.newest = 0
        self.lives = 0
        self.foreign_generation: int | None = None
        self.servers = {name: self._server(name, pid) for pid, name in enumerate(HOSTS, start=1)}

    def teardown(self) -> None:
        if hasattr(self, "directory"):
            shutil.rmtree(self.directory)

    @rule(name=NAMES)
    def claim(self, name: str) -> None:
        server = self._look(name)
        free = self._is_free_for(server)
        outcome = server.lease.claim()
        assert isinstance(outcome, Claimed if free else Held)
        if isinstance(outcome, Claimed):
            self._expect_claim(server, outcome)

    @rule(name=NAMES, force=st.booleans())
    def take(self, name: str, force: bool) -> None:
        server = self._look(name)
        if force or self._is_free_for(server):
            self._expect_claim(server, server.lease.take(force=force))
        else:
            with pytest.raises(LeaseHeld):
                server.lease.take(force=force)

    @rule(name=NAMES)
    def renew(self, name: str) -> None:
        server = self._look(name)
        if server.claimed is None:
            with pytest.raises(LeaseLost):
                server.lease.renew()
        else:
            assert server.lease.renew().generation == server.claimed
            self._extend()

    @rule(name=NAMES)
    def write(self, name: str) -> None:
        server = self._look(name)
        written: list[str] = []
        if server.claimed is None:
            with pytest.raises(LeaseLost):
                server.lease.guard(lambda: written.append(name))
            assert written == []
        else:
            server.lease.guard(lambda: written.append(name))
            assert written == [name]
            assert self.entry
            if self.entry.expires_at <= self.now:
                self._extend()

    @rule(name=NAMES)
    def release(self, name: str) -> None:
        server = self._look(name)
        if self._is_free_for(server):
            assert server.lease.release().released is (self.entry is not None)
            self.entry = server.claimed = None
        else:
            with pytest.raises(LeaseHeld):
                server.lease.release()

    @rule(name=NAMES)
    def die_and_begin_anew_with_the_same_number(self, name: str) -> None:
        self.servers[name] = self._server(name, self.servers[name].pid)

    @rule(seconds=st.sampled_from([1.0, 15.0, TTL, 1000.0, -30.0]))
    def let_time_pass(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def the_agent_server_claims(self) -> None:
        entry = self.entry
        if entry is None:
            generation = 1
        elif entry.instance == "foreign":
            generation = entry.generation
        elif entry.expires_at <= self.now or self._number_is_free(entry):
            generation = entry.generation + 1
        else:
            return
        self.entry = Entry("foreign", generation, self.now + TTL, HOST, FOREIGN_PID, None)
        self._write_foreign(self.entry)

    @rule()
    def the_agent_server_releases(self) -> None:
        if self.entry and self.entry.instance == "foreign":
            self.remove_the_lease()

    @rule()
    def remove_the_lease(self) -> None:
        (self.directory / LEASE_FILE).unlink(missing_ok=True)
        self.entry = None

    @rule(text=st.sampled_from(["", "{torn", "[]", '{"generation": "7"}']))
    def spoil_the_lease(self, text: str) -> None:
        (self.directory / LEASE_FILE).write_text(text)
        self.entry = None

    @rule()
    def an_agent_server_of_another_host_crashes(self) -> None:
        generation = self.entry.generation + 1 if self.entry else 1
        self.entry = Entry("lost", generation, self.now + TTL, "nowhere", 1, None)
        self._write_foreign(self.entry)

    @invariant()
    def each_loss_is_told_once(self) -> None:
        for server in getattr(self, "servers", {}).values():
            assert len(server.owner.losses) == server.losses
            assert server.lease.generation == server.claimed

    def _server(self, name: str, pid: int) -> Server:
        self.lives += 1
        if HOSTS[name] == HOST:
            self.processes.births[pid] = birth(self.lives)
        return Server(name, pid, self.lives, self)

    def _look(self, name: str) -> Server:
        """The server about to step: it will find out what became of its claim."""
        server = self.servers[name]
        entry = self.entry
        holds = entry and (entry.instance, entry.generation) == (server.instance, server.claimed)
        if server.claimed is not None and not holds:
            server.claimed = None
            server.losses += 1
        return server

    def _is_free_for(self, server: Server) -> bool:
        entry = self.entry
        if entry is None or entry.instance == server.instance or entry.expires_at <= self.now:
            return True
        if entry.host != server.host:
            return False
        if entry.host != HOST:
            # The processes of that host are not modelled: none lives.
            return True
        alive = self.processes.find(entry.pid)
        return alive is None or entry.born not in (None, alive.started)

    def _number_is_free(self, entry: Entry) -> bool:
        return entry.host == HOST and self.processes.find(entry.pid) is None

    def _expect_claim(self, server: Server, outcome: Claimed) -> None:
        entry = self.entry
        again = entry is not None and entry.instance == server.instance
        generation = outcome.lease.generation
        assert generation > self.newest or (again and generation == self.newest)
        assert entry is None or again or generation > entry.generation
        assert (outcome.previous is not None) == (entry is not None and not again)
        assert read_lease(self.directory)["generation"] == generation
        self.newest = server.claimed = generation
        self.entry = Entry(
            server.instance, generation, self.now + TTL, server.host, server.pid, server.born
        )

    def _extend(self) -> None:
        assert self.entry
        self.entry.expires_at = self.now + TTL

    def _write_foreign(self, entry: Entry) -> None:
        write_lease(
            self.directory,
            owner_instance_id=entry.instance,
            generation=entry.generation,
            expires_at=entry.expires_at,
            owner_host=entry.host,
            owner_pid=entry.pid,
        )


TestOwners = Owners.TestCase
TestOwners.settings = settings(max_examples=60, stateful_step_count=40)
