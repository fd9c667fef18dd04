"""Starts an agent below a keeper (Linux), or nothing at all."""

import asyncio
import errno
import os

import anyio

from easel_acp.process.errors import (
    AgentNotExecutable,
    AgentStartError,
    AgentStartFailed,
    BadWorkingDirectory,
)
from easel_acp.process.keeper_link import KeeperLink, Refused, start_keeper
from easel_acp.process.launch import LaunchSpec
from easel_acp.process.pipes import open_pipes
from easel_acp.process.supervisor import AgentStreams

START_DEADLINE = 20.0
"""Seconds for the keeper and the agent's program to be loaded, on a slow disk too."""
CLEAN_UP_DEADLINE = 3.0


async def start_below_keeper(
    executable: str, spec: LaunchSpec, tree_id: str, streams: AgentStreams
) -> KeeperLink:
    """Start the agent, or raise `AgentStartError`. Raised or cancelled: nothing is left."""
    async with open_pipes(streams) as stdio:
        try:
            link = start_keeper(executable, spec, tree_id, stdio)
        except OSError as error:
            raise AgentStartFailed(spec.program, error.strerror or str(error)) from error
    try:
        async with asyncio.timeout(START_DEADLINE):
            started = await link.started
        if not isinstance(started, int):
            raise await _explain(started, spec, streams)
    except BaseException as failure:
        await _clean_up(link, streams)
        if isinstance(failure, TimeoutError):
            reason = f"no answer from the system within {START_DEADLINE:.0f} s"
            raise AgentStartFailed(spec.program, reason) from failure
        raise
    return link


async def _clean_up(link: KeeperLink, streams: AgentStreams) -> None:
    """The keeper kills the tree in any case; this only waits to see it, cancelled or not."""
    link.stop(0, 0)
    with anyio.move_on_after(CLEAN_UP_DEADLINE, shield=True):
        await link.gone
    streams.finish()


async def _explain(
    started: Refused | None, spec: LaunchSpec, streams: AgentStreams
) -> AgentStartError:
    match started:
        case Refused(step="cwd", errno=number):
            return BadWorkingDirectory(spec.cwd, _words(number))
        case Refused(step="exec", errno=number):
            return AgentNotExecutable(spec.command[0], _exec_words(number))
        case Refused(errno=number):
            return AgentStartFailed(spec.program, _words(number))
        case None:
            await streams.stderr.ended
            said = streams.stderr.text.strip().splitlines()
            return AgentStartFailed(spec.program, said[-1] if said else "its keeper died")


def _words(number: int) -> str:
    return os.strerror(number)


def _exec_words(number: int) -> str:
    match number:
        case errno.ENOENT:
            return "the interpreter that its first line names is missing"
        case errno.ENOEXEC:
            return "it is not a program for this system"
        case _:
            return _words(number)
