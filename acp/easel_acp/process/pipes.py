"""Three pipes between the server and an agent (POSIX)."""

import asyncio
import contextlib
import fcntl
import os
import sys
from collections.abc import AsyncIterator

from easel_acp.process.supervisor import AgentStreams

STDOUT_PIPE = 256 * 1024
"""Bytes that the kernel holds for us: as many as one read can take."""


@contextlib.asynccontextmanager
async def open_pipes(streams: AgentStreams) -> AsyncIterator[tuple[int, int, int]]:
    """Connect `streams` to new pipes; gives the agent's ends of stdin, stdout and stderr.

    The agent's ends are closed on the way out: by then a process must have been given them. If
    that went wrong, ours are closed as well.
    """
    with contextlib.ExitStack() as agents_ends:
        try:
            stdin = await _stdin_pipe(streams.stdin, agents_ends)
            stdout = await _output_pipe(streams.stdout, agents_ends)
            stderr = await _output_pipe(streams.stderr, agents_ends)
            _enlarge(stdout)
            yield stdin, stdout, stderr
        except BaseException:
            streams.finish()
            raise


async def _stdin_pipe(sink: asyncio.BaseProtocol, agents_ends: contextlib.ExitStack) -> int:
    read_end, write_end = os.pipe()
    agents_ends.callback(os.close, read_end)
    ours = os.fdopen(write_end, "wb", buffering=0)
    try:
        await asyncio.get_running_loop().connect_write_pipe(lambda: sink, ours)
    except BaseException:
        ours.close()
        raise
    return read_end


async def _output_pipe(source: asyncio.Protocol, agents_ends: contextlib.ExitStack) -> int:
    read_end, write_end = os.pipe()
    agents_ends.callback(os.close, write_end)
    ours = os.fdopen(read_end, "rb", buffering=0)
    try:
        await asyncio.get_running_loop().connect_read_pipe(lambda: source, ours)
    except BaseException:
        ours.close()
        raise
    return write_end


def _enlarge(pipe: int) -> None:
    """Fewer and larger reads. The kernel refuses a user who has too many large pipes."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, STDOUT_PIPE)
