"""Which processes live, as two ways of looking at them see it."""

import os
import sys
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from easel_conversation.lease.linux_processes import LinuxProcesses
from easel_conversation.lease.portable_processes import PortableProcesses
from easel_conversation.lease.processes import Processes
from easel_conversation.lease.system_processes import system_processes
from easel_testing.leases import NO_PROCESS

NOWHERE = Path("/nowhere")


@pytest.fixture(
    params=[
        pytest.param(
            LinuxProcesses,
            marks=pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
        ),
        PortableProcesses,
    ]
)
def processes(request: pytest.FixtureRequest) -> Processes:
    table: Processes = request.param()
    return table


def test_we_live_and_our_birth_does_not_change(processes: Processes) -> None:
    birth = processes.find(os.getpid())
    assert birth is not None
    assert birth.started is not None
    assert processes.find(os.getpid()) == birth


def test_a_child_lives_until_it_is_dead_although_nobody_has_buried_it(processes: Processes) -> None:
    with Popen(["cat"], stdin=PIPE) as child:
        born = processes.find(child.pid)
        ours = processes.find(os.getpid())
        assert born is not None
        assert ours is not None
        assert born.started is not None
        assert ours.started is not None
        assert born.started >= ours.started
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        os.kill(child.pid, 0)  # the zombie still has its number
        assert processes.find(child.pid) is None
    assert processes.find(child.pid) is None


@pytest.mark.parametrize("pid", [0, -1, NO_PROCESS, 2**31, 2**40, 10**30])
def test_a_number_that_nobody_has_or_can_have_finds_nobody(processes: Processes, pid: int) -> None:
    assert processes.find(pid) is None


def test_a_process_with_an_odd_name_is_found(processes: Processes) -> None:
    code = """
import sys
open("/proc/self/comm", "w").write(") Z 1 (")
print(flush=True)
sys.stdin.read()
"""
    if sys.platform != "linux":
        pytest.skip("renames itself through /proc")
    with Popen([sys.executable, "-c", code], stdin=PIPE, stdout=PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        assert processes.find(child.pid) is not None


def test_a_process_that_is_hidden_from_us_lives() -> None:
    table = LinuxProcesses(NOWHERE)
    with Popen(["cat"], stdin=PIPE) as child:
        birth = table.find(child.pid)
        assert birth is not None
        assert birth.started is None
        assert table.find(NO_PROCESS) is None


def test_what_cannot_be_read_of_this_host_is_unknown() -> None:
    birth = LinuxProcesses(NOWHERE).find(os.getpid())
    assert birth is not None
    assert (birth.boot_id, birth.pid_namespace) == (None, None)


def test_the_portable_way_is_chosen_where_there_is_no_proc() -> None:
    assert isinstance(system_processes(NOWHERE), PortableProcesses)


def test_a_process_that_psutil_may_not_look_at_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    import psutil

    def refuse(_: psutil.Process) -> str:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil.Process, "status", refuse)
    birth = PortableProcesses().find(os.getpid())
    assert birth is not None
    assert birth.started is None
