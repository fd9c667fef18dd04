"""Channels to a server: a process of our own, a TCP socket, a WebSocket."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from typing import IO, Any, Final

import anyio
from anyio.abc import Process

from easel_server.io.channel import MessageChannel
from easel_server.io.framing import MAX_BODY_BYTES
from easel_server.io.streams import open_stream_channel

EXIT_SECONDS: Final = 5.0
"""How long a server may take to end after its standard input was closed, before it is told to."""

TERMINATE_SECONDS: Final = 2.0
"""How long after that, before it is killed."""

CLOSE_SECONDS: Final = 1.0
"""How long the closing handshake of a WebSocket may take."""


@dataclass(frozen=True, slots=True)
class ServerProcess:
    """A server started by us."""

    channel: MessageChannel
    process: Process


@asynccontextmanager
async def open_server_process(
    command: Sequence[str],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stderr: int | IO[Any] | None = None,
) -> AsyncIterator[ServerProcess]:
    """Start a server and speak over its standard streams; at the end it has ended.

    It has a session of its own: Ctrl-C in our terminal is ours to turn into a Stop.

    Args:
        stderr: where its log goes, as for `subprocess.Popen`; by default to our own.

    Raises:
        OSError: the program cannot be started.
    """
    process = await anyio.open_process(
        command,
        stdin=PIPE,
        stdout=PIPE,
        stderr=stderr,
        cwd=cwd,
        env=env,
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        peer = f"process {process.pid}"
        async with open_stream_channel(process.stdout, process.stdin, peer) as channel:
            yield ServerProcess(channel, process)
    finally:
        with anyio.CancelScope(shield=True):
            await _end(process)


async def _end(process: Process) -> None:
    """Wait for the end, with more and more emphasis."""
    with anyio.move_on_after(EXIT_SECONDS):
        await process.wait()
    if process.returncode is None:
        process.terminate()
        with anyio.move_on_after(TERMINATE_SECONDS):
            await process.wait()
    if process.returncode is None:
        process.kill()
    await process.aclose()


@asynccontextmanager
async def connect_tcp(host: str, port: int) -> AsyncIterator[MessageChannel]:
    """Connect to a server that listens on a TCP port.

    Raises:
        OSError: nobody listens there.
    """
    stream = await anyio.connect_tcp(host, port)
    async with open_stream_channel(stream, stream, f"tcp port {port}") as channel:
        yield channel


@asynccontextmanager
async def connect_websocket(url: str) -> AsyncIterator[MessageChannel]:
    """Connect to a server at a `ws:` address, past any proxy.

    Raises:
        OSError: nobody listens there.
    """
    from websockets.asyncio.client import connect  # noqa: PLC0415  (only this transport needs it)

    from easel_server.io.websocket import open_websocket_channel  # noqa: PLC0415

    connecting = connect(
        url,
        compression=None,
        max_size=MAX_BODY_BYTES,
        ping_interval=None,
        close_timeout=CLOSE_SECONDS,
        proxy=None,
    )
    async with connecting as connection, open_websocket_channel(connection, url) as channel:
        yield channel
