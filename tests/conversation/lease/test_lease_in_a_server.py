"""The lease in a server with an event loop: renewed, lost, and never in the loop's way."""

import logging
import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import anyio
import anyio.from_thread
import anyio.lowlevel
import pytest

from easel_conversation.lease import (
    Claimed,
    Held,
    Holder,
    Lease,
    LeaseHeld,
    LeaseLost,
    LeaseUnavailable,
    file_lock,
    system_processes,
    this_server,
)
from easel_conversation.lease.files import LEASE_FILE, LOCK_FILE
from easel_conversation.lease.renewals import Renewals
from easel_testing.leases import OtherProgram, other_program, read_lease, this_host

DEADLINE = 20
KEEP_LOCKED = """
import fcntl, os, sys
descriptor = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
fcntl.flock(descriptor, fcntl.LOCK_EX)
print("locked", flush=True)
sys.stdin.readline()
fcntl.flock(descriptor, fcntl.LOCK_UN)
print("let go", flush=True)
sys.stdin.readline()
"""


class Server:
    """A server with one conversation."""

    def __init__(self, directory: Path, *, ttl: float = 45, lock_timeout: float = 5) -> None:
        processes = system_processes()
        self.me: Holder = this_server(processes)
        self.losses: list[LeaseLost] = []
        self.lost = anyio.Event()
        self.lease = Lease(
            directory,
            self.me,
            processes,
            on_lost=self._on_lost,
            ttl=ttl,
            lock_timeout=lock_timeout,
        )

    def _on_lost(self, lost: LeaseLost) -> None:
        self.losses.append(lost)
        self.lost.set()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path


def keeping_locked(directory: Path) -> AbstractContextManager[OtherProgram]:
    """Another program holds the lock until it is told a line."""
    return other_program("-c", KEEP_LOCKED, str(directory / LOCK_FILE))


async def until(condition: Callable[[], bool]) -> None:
    with anyio.fail_after(DEADLINE):
        while not condition():  # noqa: ASYNC110 - what another program writes sets no event
            await anyio.sleep(0.01)


async def test_two_servers_one_owner(directory: Path) -> None:
    first, second = Server(directory), Server(directory)
    assert isinstance(await first.lease.claim(), Claimed)
    outcome = await second.lease.claim()
    assert isinstance(outcome, Held)
    assert (outcome.lease.owner_pid, outcome.lease.owner_host) == (os.getpid(), this_host())
    assert (first.lease.is_claimed, second.lease.is_claimed) == (True, False)
    with pytest.raises(LeaseHeld):
        await second.lease.take()
    assert await second.lease.info() == outcome.lease
    await first.lease.release()
    assert not first.lease.is_claimed
    assert isinstance(await second.lease.claim(), Claimed)


async def test_the_owner_writes_and_gets_what_the_write_gives(directory: Path) -> None:
    server = Server(directory)
    await server.lease.claim()
    assert await server.lease.guard(lambda: "written") == "written"


async def test_nobody_becomes_the_owner_in_the_middle_of_a_write(directory: Path) -> None:
    first, second = Server(directory), Server(directory, lock_timeout=0.05)
    await first.lease.claim()

    def write() -> None:
        anyio.from_thread.run(try_to_take)

    async def try_to_take() -> None:
        with pytest.raises(LeaseUnavailable):
            await second.lease.take(force=True)

    await first.lease.guard(write)
    assert first.losses == []


async def test_a_loss_is_told_before_the_writer_learns_of_it(directory: Path) -> None:
    first, second = Server(directory), Server(directory)
    await first.lease.claim()
    await second.lease.take(force=True)
    with pytest.raises(LeaseLost):
        await first.lease.guard(lambda: pytest.fail("wrote without owning the conversation"))
    assert len(first.losses) == 1
    assert first.losses[0].lease is not None
    assert first.losses[0].lease.owner_instance_id == second.me.instance_id


async def test_a_lease_is_renewed_for_as_long_as_it_is_ours(directory: Path) -> None:
    server = Server(directory, ttl=0.3)
    await server.lease.claim()
    claimed_until = read_lease(directory)["expires_at"]
    with anyio.fail_after(DEADLINE):
        async with anyio.create_task_group() as tasks:
            Renewals(tasks).keep(server.lease)
            await until(lambda: read_lease(directory)["expires_at"] > claimed_until + 0.5)
            await server.lease.release()
    assert server.losses == []


async def test_an_idle_owner_is_told_of_its_loss_by_the_renewal(directory: Path) -> None:
    first, second = Server(directory, ttl=0.3), Server(directory)
    await first.lease.claim()
    with anyio.fail_after(DEADLINE):
        async with anyio.create_task_group() as tasks:
            Renewals(tasks).keep(first.lease)
            await second.lease.take(force=True)
            await first.lost.wait()
    assert len(first.losses) == 1
    assert not first.lease.is_claimed


async def test_a_lease_that_was_let_go_is_renewed_again_once_it_is_claimed_again(
    directory: Path,
) -> None:
    server = Server(directory, ttl=0.3)
    await server.lease.claim()
    with anyio.fail_after(DEADLINE):
        async with anyio.create_task_group() as tasks:
            renewals = Renewals(tasks)
            renewals.keep(server.lease)
            await server.lease.release()
            await server.lease.claim()
            renewals.keep(server.lease)
            claimed_until = read_lease(directory)["expires_at"]
            await until(lambda: read_lease(directory)["expires_at"] > claimed_until + 0.5)
            tasks.cancel_scope.cancel()
    assert server.lease.is_claimed


async def test_the_renewals_end_with_the_claims(directory: Path) -> None:
    server = Server(directory, ttl=0.3)
    await server.lease.claim()
    with anyio.fail_after(DEADLINE):
        async with anyio.create_task_group() as tasks:
            Renewals(tasks).keep(server.lease)
            await server.lease.release()


async def test_many_leases_are_renewed_at_one_go(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[int] = []
    renew = Renewals._renew

    def note(renewals: Renewals, leases: Sequence[Lease]) -> dict[Lease, float]:
        batches.append(len(leases))
        return renew(renewals, leases)

    monkeypatch.setattr(Renewals, "_renew", note)
    async with anyio.create_task_group() as tasks:
        renewals = Renewals(tasks)
        for number in range(20):
            (folder := directory / str(number)).mkdir()
            server = Server(folder, ttl=1.5)
            await server.lease.claim()
            renewals.keep(server.lease)
        await until(lambda: bool(batches))
        tasks.cancel_scope.cancel()
    assert batches[0] == 20


async def test_a_program_that_keeps_the_lock_is_waited_for_only_so_long(directory: Path) -> None:
    server = Server(directory, lock_timeout=0.1)
    with keeping_locked(directory):
        with pytest.raises(LeaseUnavailable, match="kept it locked"):
            await server.lease.claim()
        assert not server.lease.is_claimed
        assert await server.lease.info() is None


async def test_the_event_loop_goes_on_while_another_program_keeps_the_lock(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    try_lock = file_lock._try_lock
    attempts: list[bool] = []

    def note(descriptor: int) -> bool:
        attempts.append(try_lock(descriptor))
        return attempts[-1]

    monkeypatch.setattr(file_lock, "_try_lock", note)
    server = Server(directory, lock_timeout=DEADLINE)
    outcomes: list[Claimed | Held] = []

    async def claim() -> None:
        outcomes.append(await server.lease.claim())

    with keeping_locked(directory) as other:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(claim)
            # Only a loop that goes on can see the refusal, and ask the other program to let go.
            await until(lambda: False in attempts)
            assert other.do("let go") == "let go"
    assert isinstance(outcomes[0], Claimed)


async def test_a_renewal_that_fails_is_tried_again(
    directory: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server = Server(directory, ttl=0.3, lock_timeout=0.01)
    await server.lease.claim()
    claimed_until = read_lease(directory)["expires_at"]
    with keeping_locked(directory) as other, caplog.at_level(logging.WARNING):
        async with anyio.create_task_group() as tasks:
            Renewals(tasks).keep(server.lease)
            await until(lambda: "Trying again to renew" in caplog.text)
            assert read_lease(directory)["expires_at"] == claimed_until
            other.do("let go")
            await until(lambda: read_lease(directory)["expires_at"] > claimed_until)
            tasks.cancel_scope.cancel()
    assert server.losses == []
    assert server.lease.is_claimed


async def test_steps_of_one_server_never_meet(directory: Path) -> None:
    server = Server(directory)
    await server.lease.claim()
    at_work: list[int] = []
    done: list[int] = []

    async def write(number: int) -> None:
        def append() -> None:
            at_work.append(number)
            assert at_work == [number]
            at_work.remove(number)
            done.append(number)

        await server.lease.guard(append)

    async with anyio.create_task_group() as tasks:
        for number in range(50):
            tasks.start_soon(write, number)
    assert done == list(range(50))


async def test_a_write_that_is_cancelled_while_it_runs_is_finished(directory: Path) -> None:
    server = Server(directory)
    await server.lease.claim()
    begun = anyio.Event()
    written: list[str] = []

    def write() -> None:
        anyio.from_thread.run_sync(begun.set)
        written.append("whole")

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(server.lease.guard, write)
        await begun.wait()
        tasks.cancel_scope.cancel()
    assert written == ["whole"]
    assert server.lease.renew().ours


@pytest.mark.linux
async def test_a_directory_that_cannot_be_written_is_reported() -> None:
    server = Server(Path("/sys"))
    with pytest.raises(LeaseUnavailable, match="/sys"):
        await server.lease.claim()
    assert await server.lease.info() is None


async def test_a_pipe_in_the_place_of_the_lease_blocks_nobody(directory: Path) -> None:
    os.mkfifo(directory / LEASE_FILE)
    server = Server(directory)
    with anyio.fail_after(DEADLINE):
        assert await server.lease.info() is None
        assert isinstance(await server.lease.claim(), Claimed)
    assert read_lease(directory)["owner_pid"] == os.getpid()
