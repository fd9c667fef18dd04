"""Noticing the end of a process, with the kernel's help and without."""

import sys
from collections.abc import Awaitable, Callable

import anyio
import pytest

from easel_server.io import process_watch
from easel_server.io.process_watch import poll_process_end, process_end
from easel_testing.example_transports import WAIT_SECONDS

ways = pytest.mark.parametrize("wait", [process_end, poll_process_end])
Wait = Callable[[int], Awaitable[None]]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_watch, "POLL_SECONDS", 0.01)


@ways
async def test_the_end_of_a_process_is_noticed(wait: Wait) -> None:
    ended = anyio.Event()

    async def watch(pid: int) -> None:
        await wait(pid)
        ended.set()

    async with (
        await anyio.open_process([sys.executable, "-c", "input()"]) as process,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(watch, process.pid)
        await anyio.wait_all_tasks_blocked()
        assert not ended.is_set()

        process.kill()
        with anyio.fail_after(WAIT_SECONDS):
            await ended.wait()


@ways
async def test_a_process_that_does_not_exist_is_told(wait: Wait) -> None:
    gone = await anyio.run_process([sys.executable, "-c", "import os; print(os.getpid())"])
    with pytest.raises(ProcessLookupError):
        await wait(int(gone.stdout))
