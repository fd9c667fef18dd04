"""A channel over a pair of byte streams: a TCP connection, or the pipes of a subprocess."""

from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from anyio.abc import ByteReceiveStream, ByteSendStream

from easel_server.io.background import running_beside
from easel_server.io.channel import (
    DEFAULT_WATERMARKS,
    READ_BYTES,
    WRITE_BYTES,
    Incoming,
    Watermarks,
)
from easel_server.io.framing import FrameParser, encode_frame
from easel_server.io.queued import QueuedChannel


@asynccontextmanager
async def open_stream_channel(
    source: ByteReceiveStream,
    sink: ByteSendStream,
    peer: str,
    watermarks: Watermarks = DEFAULT_WATERMARKS,
) -> AsyncIterator["StreamChannel"]:
    """Run a channel over the two streams (which may be one object); both are closed at the end."""
    channel = StreamChannel(source, sink, peer, watermarks)
    async with running_beside(channel.write_out):
        try:
            yield channel
        finally:
            await channel.aclose()


class StreamChannel(QueuedChannel):
    """Made by `open_stream_channel`."""

    def __init__(
        self,
        source: ByteReceiveStream,
        sink: ByteSendStream,
        peer: str,
        watermarks: Watermarks,
    ) -> None:
        super().__init__(peer, watermarks)
        self._source = source
        self._sink = sink
        self._parser = FrameParser()
        self._frames: deque[bytes] = deque()
        self._more = anyio.Event()

    async def write_out(self) -> None:
        """Write what is sent, many frames at once, until cancelled or the peer is gone."""
        while True:
            await self._more.wait()
            self._more = anyio.Event()
            while self._frames:
                batch = self._gather()
                try:
                    await self._sink.send(batch)
                except (anyio.BrokenResourceError, anyio.ClosedResourceError, OSError):
                    self.abort("the connection broke")
                    return
                if self._outbox.settle(len(batch)):
                    self._outbox.wake()

    def _gather(self) -> bytes:
        frames = [self._frames.popleft()]
        size = len(frames[0])
        while self._frames and size + len(self._frames[0]) <= WRITE_BYTES:
            frame = self._frames.popleft()
            size += len(frame)
            frames.append(frame)
        return b"".join(frames)

    async def _receive(self) -> list[Incoming] | None:
        try:
            return self._parser.feed(await self._source.receive(READ_BYTES))
        except (anyio.EndOfStream, anyio.BrokenResourceError, anyio.ClosedResourceError):
            cut_off = self._parser.finish()
            return [cut_off] if cut_off else None

    def limit(self, longest: int) -> None:
        self._parser.max_body = longest

    def _pack(self, body: bytes) -> bytes:
        return encode_frame(body)

    def _enqueue(self, data: bytes) -> None:
        self._frames.append(data)
        self._more.set()

    async def _release(self) -> None:
        self._frames.clear()
        await anyio.aclose_forcefully(self._sink)
        await anyio.aclose_forcefully(self._source)
