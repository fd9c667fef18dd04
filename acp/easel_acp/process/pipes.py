"""Three pipes between the server and an agent (POSIX).

They keep the size that the kernel gives them. What larger ones hold is handled in one go: more
memory is touched than the caches of the CPU hold, and a Stop waits longer for its turn.
"""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator

from easel_acp.process.supervisor import AgentStreams


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
