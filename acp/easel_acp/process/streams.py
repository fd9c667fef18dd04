"""The agent's stdin and stdout, as ends of pipes that asyncio serves on every platform."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import cast

from easel_acp.process.errors import AgentInputClosed, AgentInputFull

READ_AHEAD = 256 * 1024
"""Bytes of stdout taken in before the pipe is left alone: then the agent has to wait."""

INPUT_CAP = 32 * 1024 * 1024
"""Bytes that may wait for an agent that does not read: prompts hold images."""

LAST_READ = 0.5
"""Seconds to read to the end of stdout once every process that we know is gone."""


class ByteSource(asyncio.Protocol):
    """What comes out of the agent, in order, for one reader at a time.

    ``async for chunk in source`` ends with the stream. A reader that is slow or absent stops the
    agent, not the server: no more than `READ_AHEAD` bytes are held, and one read more.
    """

    def __init__(self) -> None:
        self._chunks = deque[bytes]()
        self._size = 0
        self._has_news = asyncio.Event()
        self._is_over = False
        self._is_paused = False
        self._may_pause = True
        self._transport: asyncio.ReadTransport | None = None
        self._closing: asyncio.TimerHandle | None = None

    async def read(self) -> bytes:
        """The next piece, at most 256 KiB of it; empty at the end of the stream."""
        while not self._chunks and not self._is_over:
            self._has_news.clear()
            await self._has_news.wait()
        if not self._chunks:
            return b""
        chunk = self._chunks.popleft()
        self._size -= len(chunk)
        if self._size < READ_AHEAD:
            self._resume()
        return chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while data := await self.read():
            yield data

    def finish(self) -> None:
        """The processes are gone: take in what the pipe still holds, then let go of it.

        The pipe is let go of even if it does not end, because its other end has been handed on to
        somebody we know nothing of.
        """
        if self._transport is None or self._is_over:
            return
        self._may_pause = False
        self._resume()
        loop = asyncio.get_running_loop()
        self._closing = loop.call_later(LAST_READ, self._transport.close)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The pipe is there."""
        self._transport = cast("asyncio.ReadTransport", transport)

    def data_received(self, data: bytes) -> None:
        """Keep it for the reader."""
        self._chunks.append(data)
        self._size += len(data)
        self._has_news.set()
        if self._size >= READ_AHEAD and self._may_pause and self._transport is not None:
            self._transport.pause_reading()
            self._is_paused = True

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more will come."""
        self._is_over = True
        self._has_news.set()
        if self._closing is not None:
            self._closing.cancel()

    def _resume(self) -> None:
        if self._is_paused and self._transport is not None:
            self._is_paused = False
            self._transport.resume_reading()


class ByteSink(asyncio.BaseProtocol):
    """What goes into the agent. Never blocks, never holds more than `cap` bytes."""

    def __init__(self, cap: int = INPUT_CAP) -> None:
        self._cap = cap
        self._transport: asyncio.WriteTransport | None = None

    @property
    def waiting(self) -> int:
        """Bytes that the agent has not yet taken."""
        return 0 if self._transport is None else self._transport.get_write_buffer_size()

    def write(self, data: bytes) -> None:
        """Take all of `data`, or none: raises `AgentInputClosed` or `AgentInputFull`."""
        if self._transport is None or self._transport.is_closing():
            raise AgentInputClosed
        waiting = self.waiting
        if waiting + len(data) > self._cap:
            raise AgentInputFull(waiting, self._cap)
        self._transport.write(data)

    def close(self) -> None:
        """End of input, behind what still waits."""
        if self._transport is not None:
            self._transport.close()

    def finish(self) -> None:
        """End of input, now: what still waits is dropped."""
        transport = self._transport
        # A transport that is about to close by itself must not be aborted: it would close twice.
        if transport is not None and (self.waiting or not transport.is_closing()):
            transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The pipe is there."""
        self._transport = cast("asyncio.WriteTransport", transport)
        self._transport.set_write_buffer_limits(high=self._cap)

    def connection_lost(self, exc: Exception | None) -> None:
        """The agent takes no more."""
        self._transport = None
