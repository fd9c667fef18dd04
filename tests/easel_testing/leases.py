"""Servers and processes as the tests of leases want them."""

import json
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from easel_conversation.lease import BlockingLease, Holder, InstanceId, LeaseLost, Processes
from easel_conversation.lease.directory import LeaseDirectory
from easel_conversation.lease.files import LEASE_FILE, Birth

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
"""What lets a program find the packages that the tests have found."""

HOST = "here"
BOOT = "boot-1"
NAMESPACE = "pid:[1]"
NOW = 1_000_000.0
NO_PROCESS = 2**30
"""A number that no process has."""


def birth(started: int | None, boot: str | None = BOOT, space: str | None = NAMESPACE) -> Birth:
    """A birth on this host, unless said otherwise."""
    return Birth(started, boot, space)


@dataclass
class FakeProcesses:
    """A host whose processes are those in `births`."""

    births: dict[int, Birth] = field(default_factory=dict)

    def find(self, pid: int) -> Birth | None:
        """See `Processes.find`."""
        return self.births.get(pid)


def holder(name: str, pid: int, *, host: str = HOST, started: int = 0) -> Holder:
    """A server; it counts as alive where its birth is among the processes."""
    return Holder(InstanceId(name), host, pid, birth(started or pid))


class Owner:
    """A server that steps by hand, on a clock of the test's."""

    def __init__(
        self,
        directory: Path,
        me: Holder,
        processes: Processes,
        now: Callable[[], float] = lambda: NOW,
        *,
        ttl: float = 45,
        lock_timeout: float = 5,
    ) -> None:
        self.me = me
        self.losses: list[LeaseLost] = []
        self.lease = BlockingLease(
            LeaseDirectory(directory, lock_timeout),
            me,
            processes,
            ttl=ttl,
            on_lost=self.losses.append,
            now=now,
        )


class World:
    """One directory, one clock, and a host whose processes all live unless they are killed."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.processes = FakeProcesses()
        self.now = NOW

    def owner(self, name: str, pid: int, *, host: str = HOST) -> Owner:
        me = holder(name, pid, host=host)
        self.live(me)
        return Owner(self.directory, me, self.processes, lambda: self.now)

    def live(self, me: Holder) -> None:
        self.processes.births[me.pid] = me.birth

    def kill(self, owner: Owner) -> None:
        del self.processes.births[owner.me.pid]


def write_lease(directory: Path, **content: Any) -> None:
    """A lease as another program may have written it: live until NOW + 10 unless said otherwise."""
    lease = {
        "owner_instance_id": "other",
        "generation": 7,
        "expires_at": NOW + 10,
        "owner_host": HOST,
        "owner_pid": 4711,
    }
    (directory / LEASE_FILE).write_text(json.dumps(lease | content))


def read_lease(directory: Path) -> dict[str, Any]:
    """What `owner_lease.json` says."""
    content: dict[str, Any] = json.loads((directory / LEASE_FILE).read_bytes())
    return content


def this_host() -> str:
    """The name that leases of this host have."""
    return socket.gethostname()


class OtherProgram:
    """A process that does one line after the other, and answers each with a line."""

    def __init__(self, process: "Popen[str]") -> None:
        self._process = process
        self.pid = process.pid

    def do(self, line: str) -> str:
        """Have `line` done; gives the answer."""
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self.answer()

    def answer(self) -> str:
        """The next line that it says."""
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def kill(self) -> None:
        """End it at once, and bury it."""
        self._process.kill()
        self._process.wait()

    def kill_unburied(self) -> None:
        """End it at once; what remains is a zombie."""
        self._process.kill()
        os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)


@contextmanager
def other_program(*arguments: str) -> Iterator[OtherProgram]:
    """Run a Python program that says a line when it is ready. It is killed at the end."""
    command = (sys.executable, *arguments)
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True, env=ENVIRONMENT) as process:
        program = OtherProgram(process)
        try:
            program.answer()
            yield program
        finally:
            process.kill()
