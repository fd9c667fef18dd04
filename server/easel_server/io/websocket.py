"""A channel over a WebSocket: one message body a frame, without headers."""

import re
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import anyio
from websockets.asyncio.connection import Connection
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from easel_server.io.background import running_beside
from easel_server.io.channel import DEFAULT_WATERMARKS, Incoming, Watermarks
from easel_server.io.framing import MAX_BODY_BYTES, MEBIBYTE, FrameError, too_long
from easel_server.io.queued import QueuedChannel

LONGEST_MESSAGE: Final = 256 * MEBIBYTE
"""Bytes; the library cannot skip a longer message, and ends the connection (close code 1009).

What a channel takes is less, see `limit`; what is between the two is read and thrown away.
"""
_LOOPBACK = r"https?://(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?"
ALLOWED_ORIGINS: Final[list[Origin | re.Pattern[str] | None]] = [
    None,
    re.compile(_LOOPBACK),
    re.compile(r"vscode-webview://[\w.-]+"),
    Origin("file://"),
]
"""Programs send no Origin; of pages only those of this machine and of an editor may connect.

The origin `null` is refused: any page on the web can get it by way of a sandboxed frame.
"""


@asynccontextmanager
async def open_websocket_channel(
    connection: Connection, peer: str, watermarks: Watermarks = DEFAULT_WATERMARKS
) -> AsyncIterator["WebSocketChannel"]:
    """Run a channel over an open connection, which is closed at the end."""
    channel = WebSocketChannel(connection, peer, watermarks)
    async with running_beside(channel.write_out):
        try:
            yield channel
        finally:
            await channel.aclose()


class WebSocketChannel(QueuedChannel):
    """Made by `open_websocket_channel`."""

    def __init__(self, connection: Connection, peer: str, watermarks: Watermarks) -> None:
        super().__init__(peer, watermarks)
        self._connection = connection
        self._bodies: deque[bytes] = deque()
        self._more = anyio.Event()
        self._longest = MAX_BODY_BYTES

    async def write_out(self) -> None:
        """Write what is sent until cancelled or the peer is gone."""
        while True:
            await self._more.wait()
            self._more = anyio.Event()
            while self._bodies:
                body = self._bodies.popleft()
                try:
                    await self._connection.send(body, text=True)
                except ConnectionClosed:
                    self.abort("the connection broke")
                    return
                if self._outbox.settle(len(body)):
                    self._outbox.wake()

    def limit(self, longest: int) -> None:
        self._longest = longest

    async def _receive(self) -> list[Incoming] | None:
        try:
            body = await self._connection.recv(decode=False)
        except ConnectionClosed:
            return None
        if len(body) > self._longest:
            return [FrameError("too-long", too_long(len(body), self._longest))]
        return [body]

    def _enqueue(self, data: bytes) -> None:
        self._bodies.append(data)
        self._more.set()

    async def _release(self) -> None:
        self._bodies.clear()
        with anyio.move_on_after(1):
            await self._connection.close()
