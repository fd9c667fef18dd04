"""A channel over the standard streams.

Reading happens on the event loop where the stream can be polled, else on a thread. Writing always
happens on a thread of its own, because a pipe whose reader has stopped blocks whoever writes.
"""

import asyncio
import os
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from queue import Empty, SimpleQueue

from easel_server.io.channel import (
    DEFAULT_WATERMARKS,
    READ_BYTES,
    WRITE_BYTES,
    Incoming,
    Watermarks,
)
from easel_server.io.descriptors import DescriptorReader, claim, open_reader, write_all
from easel_server.io.framing import FrameParser, encode_frame
from easel_server.io.queued import QueuedChannel


@asynccontextmanager
async def open_stdio_channel(
    watermarks: Watermarks = DEFAULT_WATERMARKS,
) -> AsyncIterator["StdioChannel"]:
    """Take the standard streams for the protocol, for good.

    Afterwards descriptor 0 is empty and descriptor 1 is the standard error, so neither a stray
    `print` nor a subprocess that inherits them can touch the protocol.
    """
    source, sink = claim(0, os.open(os.devnull, os.O_RDONLY)), claim(1, os.dup(2))
    sys.stdout.flush()
    async with open_descriptor_channel(open_reader(source), sink, "stdio", watermarks) as channel:
        yield channel


@asynccontextmanager
async def open_descriptor_channel(
    reader: DescriptorReader,
    sink: int,
    peer: str,
    watermarks: Watermarks = DEFAULT_WATERMARKS,
) -> AsyncIterator["StdioChannel"]:
    """Run a channel over file descriptors; `sink` is closed at the end."""
    channel = StdioChannel(reader, sink, peer, watermarks)
    try:
        yield channel
    finally:
        await channel.aclose()


class StdioChannel(QueuedChannel):
    """Made by `open_stdio_channel` or `open_descriptor_channel`."""

    def __init__(
        self, reader: DescriptorReader, sink: int, peer: str, watermarks: Watermarks
    ) -> None:
        super().__init__(peer, watermarks)
        self._reader = reader
        self._sink = sink
        self._parser = FrameParser()
        self._frames: SimpleQueue[bytes | None] = SimpleQueue()
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._write_out, name=f"write {peer}", daemon=True).start()

    async def _receive(self) -> list[Incoming] | None:
        data = await self._reader.read(READ_BYTES)
        if data:
            return self._parser.feed(data)
        cut_off = self._parser.finish()
        return [cut_off] if cut_off else None

    def limit(self, longest: int) -> None:
        self._parser.max_body = longest

    def _pack(self, body: bytes) -> bytes:
        return encode_frame(body)

    def _enqueue(self, data: bytes) -> None:
        self._frames.put(data)

    async def _release(self) -> None:
        self._reader.close()
        self._frames.put(None)

    def _write_out(self) -> None:
        """The writer thread: everything that waits goes out in one write, up to a limit."""
        try:
            while (frame := self._frames.get()) is not None:
                batch, last = self._gather(frame)
                write_all(self._sink, batch)
                if self._outbox.settle(len(batch)):
                    self._on_loop(self._outbox.wake)
                if last:
                    break
        except OSError as error:
            self._on_loop(partial(self.abort, f"cannot write: {error.strerror}"))
        finally:
            os.close(self._sink)

    def _gather(self, first: bytes) -> tuple[bytes, bool]:
        """Return the frames at hand as one batch, and whether they are the last ones."""
        frames, size = [first], len(first)
        with suppress(Empty):
            while size < WRITE_BYTES:
                frame = self._frames.get_nowait()
                if frame is None:
                    return b"".join(frames), True
                frames.append(frame)
                size += len(frame)
        return b"".join(frames), False

    def _on_loop(self, callback: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(callback)
