"""Both ways to know processes give the same answers on Linux."""

import contextlib
import os
import select
import signal
import subprocess
import uuid
from collections.abc import Iterator

import pytest

from easel_acp.process.launch import TREE_ID
from easel_acp.process.linux_table import LinuxTable
from easel_acp.process.portable_table import PortableTable
from easel_acp.process.process_table import ProcessId, ProcessTable

Sleeper = subprocess.Popen[bytes]


@pytest.fixture(params=[LinuxTable, PortableTable])
def table(request: pytest.FixtureRequest) -> ProcessTable:
    table: ProcessTable = request.param()
    return table


@pytest.fixture
def mark() -> str:
    return uuid.uuid4().hex


@pytest.fixture
def sleeper(mark: str) -> Iterator[Sleeper]:
    """A marked shell with a marked child, a process group of their own."""
    command = ["sh", "-c", "sleep 1000 & echo ready; wait"]
    env = {**os.environ, TREE_ID: mark}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env=env, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield process
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def identity(table: ProcessTable, pid: int) -> ProcessId:
    found = table.find(pid)
    assert found is not None
    return found


def test_a_process_is_found_by_its_number_always_the_same(
    table: ProcessTable, sleeper: Sleeper
) -> None:
    assert identity(table, sleeper.pid) == identity(type(table)(), sleeper.pid)


def test_nobody_has_a_number_that_is_not_given_out(table: ProcessTable) -> None:
    assert table.find(2**22 + 1) is None
    assert table.below(2**22 + 1) == []


def test_a_zombie_counts_as_gone(table: ProcessTable, sleeper: Sleeper) -> None:
    sleeper.kill()
    os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)
    assert table.find(sleeper.pid) is None
    assert sleeper.pid not in [process.pid for process in table.below(os.getpid())]


def test_descendants_are_found_parents_first(table: ProcessTable, sleeper: Sleeper) -> None:
    below_us = [process.pid for process in table.below(os.getpid())]
    (child,) = table.below(sleeper.pid)
    assert below_us.index(sleeper.pid) < below_us.index(child.pid)


def test_the_mark_finds_exactly_its_tree(table: ProcessTable, sleeper: Sleeper, mark: str) -> None:
    (child,) = table.below(sleeper.pid)
    found = {process.pid for process in table.marked(mark)}
    assert sleeper.pid in found
    assert found <= {sleeper.pid, child.pid}
    assert table.marked(mark + "x") == []
    assert table.marked(mark[:-1]) == []


def test_terminate_and_kill_reach_the_process(table: ProcessTable, sleeper: Sleeper) -> None:
    (child,) = table.below(sleeper.pid)
    watched = os.pidfd_open(child.pid)
    table.terminate(identity(table, sleeper.pid))
    assert sleeper.wait(5) == -signal.SIGTERM
    table.kill(child)
    assert select.select([watched], [], [], 5)[0]
    os.close(watched)


def test_another_process_with_the_same_number_is_not_signalled(
    table: ProcessTable, sleeper: Sleeper
) -> None:
    somebody_else = ProcessId(sleeper.pid, identity(table, sleeper.pid).started - 1)
    table.terminate(somebody_else)
    table.kill(somebody_else)
    assert sleeper.poll() is None


def test_memory_is_added_up_and_the_dead_have_none(table: ProcessTable, sleeper: Sleeper) -> None:
    us = identity(table, os.getpid())
    assert table.resident_bytes([us, us]) == pytest.approx(2 * table.resident_bytes([us]), rel=0.1)
    assert table.resident_bytes([us]) > 10_000_000
    assert table.resident_bytes([ProcessId(2**22 + 1, 1)]) == 0
