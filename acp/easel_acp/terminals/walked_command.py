"""Commands where there is no keeper: their tree is looked for before it is ended.

See `ProcessTree` for what that finds. Nobody ends it if this process is killed.
"""

import os
import subprocess
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import IO

import anyio
from anyio import CancelScope, EndOfStream, create_task_group, to_thread
from anyio.abc import Process

from easel_acp.process.launch import TREE_ID, LaunchSpec
from easel_acp.process.supervisor import RawExit
from easel_acp.terminals.tree import ProcessTree

_LEFT_BEHIND_GRACE = 0.5
"""Seconds between SIGTERM and SIGKILL for what a command leaves behind when it ends."""
_LAST_WAIT = 5.0


class WalkedCommand:
    """Implements `RunningCommand` by walking the tree."""

    def __init__(
        self, process: Process, tree_id: str, read: Callable[[], Awaitable[bytes]]
    ) -> None:
        self._process = process
        self._tree = ProcessTree(process.pid, tree_id)
        self._grace: float | None = None
        self._stop = anyio.Event()
        self._read = read

    async def read(self) -> bytes:
        """See `RunningCommand.read`."""
        return await self._read()

    async def wait(self) -> RawExit:
        """See `RunningCommand.wait`."""
        async with create_task_group() as tasks:
            tasks.start_soon(self._end_when_asked)
            code = await self._process.wait()
            tasks.cancel_scope.cancel()
        return RawExit.from_code(code)

    async def wait_for_tree(self) -> None:
        """See `RunningCommand.wait_for_tree`."""
        await self._end()

    def stop(self, grace: float) -> None:
        """See `RunningCommand.stop`."""
        self._grace = grace if self._grace is None else min(self._grace, grace)
        self._stop.set()

    async def aclose(self) -> None:
        """Leave no process behind."""
        self.stop(_LEFT_BEHIND_GRACE)
        with CancelScope(shield=True):
            await self._end()
            await self._process.aclose()

    async def _end_when_asked(self) -> None:
        await self._stop.wait()
        await self._end()

    async def _end(self) -> None:
        await to_thread.run_sync(self._tree.terminate)
        with anyio.move_on_after(_LEFT_BEHIND_GRACE if self._grace is None else self._grace):
            await self._gone()
            return
        await to_thread.run_sync(self._tree.kill)
        with anyio.move_on_after(_LAST_WAIT):
            await self._gone()

    async def _gone(self) -> None:
        pause = 0.01
        while await to_thread.run_sync(self._tree.is_alive):
            await anyio.sleep(pause)
            pause = min(2 * pause, 0.2)


@asynccontextmanager
async def walked_command(launch: LaunchSpec) -> AsyncIterator[WalkedCommand]:
    """Run a command in a terminal (POSIX); see `StartCommand`."""
    from easel_acp.terminals.pty import open_pty  # noqa: PLC0415 - not importable on Windows

    tree_id = uuid.uuid4().hex
    with open_pty() as (output, command_end):
        with command_end:
            process = await _start(launch, tree_id, command_end)
        async with _closing(WalkedCommand(process, tree_id, output.read)) as command:
            yield command


@asynccontextmanager
async def piped_command(launch: LaunchSpec) -> AsyncIterator[WalkedCommand]:
    """Run a command on a pipe, where there are no terminals; see `StartCommand`."""
    tree_id = uuid.uuid4().hex
    process = await _start(launch, tree_id, subprocess.PIPE)
    async with _closing(WalkedCommand(process, tree_id, lambda: _receive(process))) as command:
        yield command


async def _start(launch: LaunchSpec, tree_id: str, stdout: IO[bytes] | int) -> Process:
    return await anyio.open_process(
        launch.command,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.STDOUT,
        cwd=launch.cwd,
        env={**launch.env, TREE_ID: tree_id},
        start_new_session=os.name == "posix",
    )


async def _receive(process: Process) -> bytes:
    assert process.stdout
    try:
        return await process.stdout.receive()
    except EndOfStream:
        return b""


@asynccontextmanager
async def _closing(command: WalkedCommand) -> AsyncIterator[WalkedCommand]:
    try:
        yield command
    finally:
        await command.aclose()
