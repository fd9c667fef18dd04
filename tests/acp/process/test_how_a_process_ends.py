"""The end of an agent: seen at once, and with everything that it has started."""

import asyncio
import os
import signal
import sys

import anyio
import pytest

from easel_acp.process import AgentProcess, ProcessRegistry, ProcessTreeSurvived, agent_process
from easel_acp.process.agent_process import PROVEN_WITHIN, STOP_GRACE
from easel_acp.process.once import Once
from easel_acp.process.process_table import ProcessId
from easel_acp.process.supervisor import RawExit
from easel_testing.process_trees import FAMILY, Start, Tree, read_line

DEAF = 'trap "" TERM INT HUP; '
"""Shell: takes no hint. What it starts does not either."""


async def test_the_exit_code_is_told(start_either_way: Start, tree: Tree) -> None:
    process = await start_either_way(tree.shell("exit 3"))
    status = await process.exited
    assert (status.code, status.signal, status.deliberate) == (3, None, False)
    assert status.reason == "exit code 3"


async def test_the_signal_that_ended_it_is_told(start_either_way: Start, tree: Tree) -> None:
    process = await start_either_way(tree.shell("kill -SEGV $$"))
    status = await process.exited
    assert (status.code, status.signal) == (None, signal.SIGSEGV)
    assert status.reason == "SIGSEGV"


async def test_w3_a_child_that_ignores_sigterm_is_killed_and_proven_dead(
    start_either_way: Start, tree: Tree
) -> None:
    process = await start_either_way(tree.shell(f"{DEAF} {FAMILY} echo ready; sleep 1000"))
    assert await read_line(process) == "ready"
    with anyio.fail_after(5):
        status = await process.stop(grace=0.4)
    assert status.signal == signal.SIGKILL
    assert tree.alive() == []


def test_w3_the_ladder_is_over_within_five_seconds_by_default() -> None:
    assert STOP_GRACE + 1 <= PROVEN_WITHIN <= 5


async def test_the_first_rung_is_the_end_of_stdin(start_either_way: Start, tree: Tree) -> None:
    process = await start_either_way(tree.shell("cat; exit 5"))
    assert (await process.stop()).code == 5


async def test_the_second_rung_is_sigterm_for_the_whole_tree(
    start_either_way: Start, tree: Tree
) -> None:
    trapping = 'trap "echo told >&2; exit 6" TERM; echo ready; while :; do sleep 0.01; done'
    inner = f"setsid sh -c '{trapping}' & wait"
    process = await start_either_way(tree.shell(inner))
    assert await read_line(process) == "ready"
    await process.stop(grace=1.6)
    assert "told" in process.stderr_tail


async def test_w4_a_grandchild_holding_stdout_does_not_delay_the_exit(
    start_either_way: Start, tree: Tree
) -> None:
    process = await start_either_way(tree.shell(f"{DEAF} sleep 1000 & setsid sleep 1000 & exit 3"))
    with anyio.fail_after(1):
        assert (await process.exited).code == 3
    await tree.until_gone(3)


async def test_w5_what_an_agent_leaves_behind_at_a_normal_end_is_ended_too(
    start_either_way: Start, tree: Tree
) -> None:
    process = await start_either_way(tree.shell(f"{FAMILY} exit 0"))
    assert (await process.exited).code == 0
    await tree.until_gone(3)


async def test_w6_daemons_and_double_forks_end_with_the_agent(
    start_either_way: Start, tree: Tree
) -> None:
    process = await start_either_way(tree.shell(f"{FAMILY} echo ready; cat"))
    assert await read_line(process) == "ready"
    await tree.until_alive(5)
    await process.stop()
    assert tree.alive() == []


FORK_FOR_EVER = """
import os, sys
print('ready', flush=True)
for _ in range(2):
    if not os.fork():
        os.setsid()
        while True:
            if os.fork():
                os._exit(0)
sys.stdin.read()
"""


async def test_w6_a_chain_of_forks_that_never_holds_still_is_caught(
    start: Start, tree: Tree
) -> None:
    process = await start(tree.python(FORK_FOR_EVER))
    assert await read_line(process) == "ready"
    await process.kill()
    assert tree.alive() == []


async def test_w6_a_daemon_that_has_dropped_its_environment_is_still_ours(
    start: Start, tree: Tree
) -> None:
    process = await start(tree.shell("env -i setsid sh -c 'echo $$; exec sleep 1000' & wait"))
    daemon = int(await read_line(process))
    watched = os.pidfd_open(daemon)
    await process.kill()
    with anyio.fail_after(1):
        await anyio.wait_readable(watched)
    os.close(watched)


async def test_w9_a_deliberate_stop_is_no_crash(start_either_way: Start, tree: Tree) -> None:
    process = await start_either_way(tree.shell("sleep 1000"))
    status = await process.stop(grace=0.2)
    assert status.deliberate
    assert await process.exited == status


async def test_w9_a_crash_before_the_stop_stays_a_crash(
    start_either_way: Start, tree: Tree
) -> None:
    process = await start_either_way(tree.shell("exit 9"))
    await process.exited
    status = await process.stop()
    assert (status.code, status.deliberate) == (9, False)


async def test_killing_is_at_once_and_deliberate(start_either_way: Start, tree: Tree) -> None:
    process = await start_either_way(tree.shell(f"{DEAF} {FAMILY} echo ready; cat"))
    assert await read_line(process) == "ready"
    status = await process.kill()
    assert (status.signal, status.deliberate) == (signal.SIGKILL, True)
    assert tree.alive() == []


async def test_stopping_often_and_at_once_is_one_stop(start_either_way: Start, tree: Tree) -> None:
    process = await start_either_way(tree.shell("cat; exit 5"))
    statuses = await asyncio.gather(*(process.stop() for _ in range(5)), process.kill())
    assert set(statuses) == {await process.stop()}


async def test_a_kill_overtakes_a_stop_that_is_patient(start_either_way: Start, tree: Tree) -> None:
    process = await start_either_way(tree.shell(f"{DEAF} echo ready; sleep 1000"))
    assert await read_line(process) == "ready"
    stopping = asyncio.create_task(process.stop(grace=1000))
    await asyncio.sleep(0)
    with anyio.fail_after(5):
        await process.kill()
        assert (await stopping).signal == signal.SIGKILL


async def test_a_stop_goes_on_when_the_one_who_asked_is_cancelled(
    start_either_way: Start, tree: Tree
) -> None:
    process = await start_either_way(tree.shell(f"{DEAF} echo ready; sleep 1000"))
    assert await read_line(process) == "ready"
    stopping = asyncio.create_task(process.stop(grace=0.2))
    await asyncio.sleep(0)
    stopping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stopping
    with anyio.fail_after(5):
        assert (await process.exited).deliberate
    await tree.until_gone(3)


async def test_one_waiter_that_is_cancelled_concerns_no_other(start: Start, tree: Tree) -> None:
    process = await start(tree.shell("read line; exit 4"))
    waiter = asyncio.create_task(process.exited.wait())
    await asyncio.sleep(0)
    waiter.cancel()
    process.write(b"go\n")
    assert (await process.exited).code == 4


class Immortal:
    """A supervisor whose tree ends for nobody."""

    pid = 4711
    keeper_pid = None

    def __init__(self) -> None:
        self.exited = Once[RawExit]()
        self.gone = Once[None]()

    def stop(self, term_after: float, kill_after: float) -> None:
        pass

    def tree(self) -> list[ProcessId]:
        return [ProcessId(4711, 1), ProcessId(4712, 1)]

    def resident_bytes(self) -> int:
        return 0


async def test_what_outlives_sigkill_is_reported_and_keeps_its_record(
    registry: ProcessRegistry, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agent_process, "PROVEN_WITHIN", 0.1)
    supervisor = Immortal()

    async def start_immortal(*_: object) -> Immortal:
        return supervisor

    process = await AgentProcess.start(tree.shell("true"), registry, supervision=start_immortal)
    with pytest.raises(ProcessTreeSurvived) as caught:
        await process.kill()
    assert caught.value.pids == (4711, 4712)
    assert len(list(registry.records())) == 1
    supervisor.exited.set(RawExit(signal=signal.SIGKILL))
    supervisor.gone.set(None)
    await process.kill()
    assert list(registry.records()) == []


async def test_the_memory_of_the_whole_tree_is_counted(start_either_way: Start, tree: Tree) -> None:
    holder = "x = bytearray(30_000_000); import time; print('ready', flush=True); time.sleep(1000)"
    inner = f'{sys.executable} -I -S -c "{holder}" & wait'
    process = await start_either_way(tree.shell(inner))
    assert await read_line(process) == "ready"
    assert 30_000_000 < process.resident_bytes < 300_000_000


async def test_nothing_stays_open_in_the_server(start_either_way: Start, tree: Tree) -> None:
    async def one_life() -> None:
        process = await start_either_way(tree.shell(f"{FAMILY} cat"))
        await process.stop()
        while await process.read():
            pass

    await one_life()
    before = sorted(os.listdir("/proc/self/fd"))
    for _ in range(3):
        await one_life()
    assert sorted(os.listdir("/proc/self/fd")) == before
