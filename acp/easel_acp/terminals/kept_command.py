"""Commands on Linux: each below a keeper of its own, as the agents are.

The keeper is the subreaper of the command. So the tree is complete whatever left the session or
was orphaned, and it ends even when this process is killed: the keeper notices and takes it down.
"""

import errno
import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio

from easel_acp.process.keeper_link import KeeperLink, Refused, start_keeper
from easel_acp.process.launch import LaunchSpec
from easel_acp.process.supervisor import RawExit
from easel_acp.terminals.pty import PtyReader, open_pty

_START_DEADLINE = 20.0
_GRACE = 0.5
"""Seconds between SIGTERM and SIGKILL for a command that nobody follows any more."""
_LAST_WAIT = 3.0
"""Seconds until a tree that should be dead is left to its keeper, which goes on."""


class KeptCommand:
    """Implements `RunningCommand` with a keeper."""

    def __init__(self, link: KeeperLink, output: PtyReader) -> None:
        self._link = link
        self._output = output

    async def read(self) -> bytes:
        """See `RunningCommand.read`."""
        return await self._output.read()

    async def wait(self) -> RawExit:
        """See `RunningCommand.wait`."""
        return await self._link.exited

    async def wait_for_tree(self) -> None:
        """See `RunningCommand.wait_for_tree`."""
        await self._link.gone

    def stop(self, grace: float) -> None:
        """See `RunningCommand.stop`."""
        self._link.stop(0, grace)


@asynccontextmanager
async def kept_command(launch: LaunchSpec) -> AsyncIterator[KeptCommand]:
    """Run a command in a terminal below a keeper; see `StartCommand`."""
    with open_pty() as (output, command_end):
        with command_end:
            link = _start(launch, command_end.fileno())
        try:
            await _until_started(link)
            yield KeptCommand(link, output)
        finally:
            link.stop(0, _GRACE)
            with anyio.move_on_after(_LAST_WAIT, shield=True):
                await link.gone


def _start(launch: LaunchSpec, terminal: int) -> KeeperLink:
    with open(os.devnull, "rb") as nothing:
        stdio = (nothing.fileno(), terminal, terminal)
        return start_keeper(launch.command[0], launch, uuid.uuid4().hex, stdio)


async def _until_started(link: KeeperLink) -> None:
    with anyio.move_on_after(_START_DEADLINE):
        started = await link.started
        if isinstance(started, Refused):
            raise OSError(started.errno, os.strerror(started.errno))
        if started is None:
            raise OSError(errno.EIO, "its keeper died")
        return
    raise OSError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
