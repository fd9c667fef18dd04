"""A server that is stopped for longer than its lease lasts, and then goes on as if nothing was."""

import fcntl
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from easel_conversation.lease import Claimed, LeaseUnavailable, system_processes, this_server
from easel_conversation.lease.files import LOCK_FILE
from easel_testing.lease_owner import EVENTS
from easel_testing.leases import OtherProgram, Owner, other_program, read_lease

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGSTOP")

DEADLINE = 20
SHORT = 0.3
"""Seconds that the lease of the stopped server lasts."""


@pytest.fixture
def stalled(tmp_path: Path) -> Iterator[OtherProgram]:
    with other_program("-m", "easel_testing.lease_owner", str(tmp_path), str(SHORT)) as program:
        yield program


@pytest.fixture
def rescuer(tmp_path: Path) -> Owner:
    processes = system_processes()
    return Owner(tmp_path, this_server(processes), processes, time.time)


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def stop(program: OtherProgram, directory: Path) -> None:
    """Stop it while it does not hold the lock; else nobody could take over before it goes on."""
    while True:
        os.kill(program.pid, signal.SIGSTOP)
        os.waitid(os.P_PID, program.pid, os.WSTOPPED)
        descriptor = os.open(directory / LOCK_FILE, os.O_RDWR)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.kill(program.pid, signal.SIGCONT)
        else:
            return
        finally:
            os.close(descriptor)


def has_run_out(directory: Path) -> bool:
    expires_at: float = read_lease(directory)["expires_at"]
    return expires_at <= time.time()


def test_one_that_was_replaced_meanwhile_writes_nothing_and_is_told(
    stalled: OtherProgram, rescuer: Owner, tmp_path: Path
) -> None:
    assert stalled.do("claim") == "claimed 1"
    assert stalled.do("write before") == "wrote"
    stop(stalled, tmp_path)
    until(lambda: isinstance(rescuer.lease.claim(), Claimed))
    rescuer.lease.guard(lambda: None)
    os.kill(stalled.pid, signal.SIGCONT)
    assert stalled.do("write after") == "lost"
    assert stalled.do("losses") == "1"
    assert stalled.do("write again") == "lost"
    assert stalled.do("losses") == "1"
    assert (tmp_path / EVENTS).read_text() == "before\n"
    assert read_lease(tmp_path)["owner_pid"] == os.getpid()
    assert rescuer.losses == []


def test_one_that_nobody_replaced_looks_again_before_it_writes(
    stalled: OtherProgram, rescuer: Owner, tmp_path: Path
) -> None:
    stalled.do("claim")
    stop(stalled, tmp_path)
    until(lambda: has_run_out(tmp_path))
    os.kill(stalled.pid, signal.SIGCONT)
    assert stalled.do("write after") == "wrote"
    assert not has_run_out(tmp_path)
    assert not isinstance(rescuer.lease.claim(), Claimed)


def test_one_that_was_replaced_and_released_meanwhile_writes_nothing(
    stalled: OtherProgram, rescuer: Owner, tmp_path: Path
) -> None:
    stalled.do("claim")
    stop(stalled, tmp_path)
    until(lambda: isinstance(rescuer.lease.claim(), Claimed))
    rescuer.lease.release()
    os.kill(stalled.pid, signal.SIGCONT)
    assert stalled.do("write after") == "lost"
    assert not (tmp_path / EVENTS).exists()


def test_one_that_is_stopped_in_the_middle_of_a_write_cannot_be_replaced_before_it_is_done(
    stalled: OtherProgram, tmp_path: Path
) -> None:
    processes = system_processes()
    impatient = Owner(tmp_path, this_server(processes), processes, time.time, lock_timeout=0.1)
    stalled.do("claim")
    assert stalled.do("write-slowly whole") == "writing"
    os.waitid(os.P_PID, stalled.pid, os.WSTOPPED)
    until(lambda: has_run_out(tmp_path))
    with pytest.raises(LeaseUnavailable):
        impatient.lease.take(force=True)
    os.kill(stalled.pid, signal.SIGCONT)
    assert stalled.answer() == "wrote"
    assert (tmp_path / EVENTS).read_text() == "whole\n"
    until(lambda: isinstance(impatient.lease.take(force=True), Claimed))
    assert stalled.do("write after") == "lost"
    assert (tmp_path / EVENTS).read_text() == "whole\n"


def test_one_that_is_killed_is_replaced_at_once_even_before_it_is_buried(
    stalled: OtherProgram, rescuer: Owner
) -> None:
    stalled.do("claim")
    stalled.kill_unburied()
    claimed = rescuer.lease.claim()
    assert isinstance(claimed, Claimed)
    assert claimed.lease.generation == 2
    assert claimed.previous is not None
    assert claimed.previous.alive is False
