"""File descriptors of the standard streams: claiming, reading and writing them."""

import asyncio
import os
import select
import sys
import threading
from contextlib import suppress
from typing import Protocol

import anyio
from anyio.lowlevel import checkpoint

from easel_server.io.channel import READ_BYTES


def claim(descriptor: int, replacement: int) -> int:
    """Move a standard stream out of reach and put `replacement` (consumed) in its place.

    Returns the private descriptor of the stream. Child processes inherit the replacement.
    """
    private = os.dup(descriptor)
    os.dup2(replacement, descriptor)
    os.close(replacement)
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  (exists there only)

        msvcrt.setmode(private, os.O_BINARY)
    return private


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data`, blocking as long as it takes, also when the descriptor is non-blocking.

    Raises:
        OSError: nobody will read it.
    """
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[os.write(descriptor, rest) :]
        except BlockingIOError:
            select.select([], [descriptor], [])


class DescriptorReader(Protocol):
    """Reads from a descriptor without blocking the event loop."""

    async def read(self, limit: int) -> bytes:
        """Return the next bytes, at most `limit`; none at the end of the stream."""
        ...

    def close(self) -> None:
        """Stop reading."""
        ...


def open_reader(descriptor: int) -> DescriptorReader:
    """Return the best reader for the platform; it owns the descriptor."""
    return ThreadReader(descriptor) if sys.platform == "win32" else PollingReader(descriptor)


class PollingReader:
    """Reads when the event loop says that there is something to read. For POSIX systems."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._closed = False

    async def read(self, limit: int) -> bytes:
        while True:
            await self._readable()
            try:
                return os.read(self._descriptor, limit)
            except BlockingIOError:  # somebody else's reader was faster
                continue
            except OSError:
                return b""

    async def _readable(self) -> None:
        try:
            await anyio.wait_readable(self._descriptor)
        except PermissionError:  # a regular file or a null device: it never blocks
            await checkpoint()

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            os.close(self._descriptor)


class ThreadReader:
    """Reads on a thread, one chunk ahead. For streams that cannot be polled, as on Windows.

    The thread cannot be interrupted in its read, so it is a daemon and keeps the descriptor.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._loop = asyncio.get_running_loop()
        self._chunks: asyncio.Queue[bytes] = asyncio.Queue()
        self._wanted = threading.Semaphore(0)
        self._ended = False
        threading.Thread(target=self._pump, name="read stdin", daemon=True).start()

    async def read(self, limit: int) -> bytes:
        """Return the next chunk; its size is the thread's choice."""
        if self._ended:
            return b""
        self._wanted.release()
        data = await self._chunks.get()
        self._ended = not data
        return data

    def close(self) -> None:
        """Leave the thread in its read; it ends with the process."""
        self._ended = True

    def _pump(self) -> None:
        while data := self._read():
            self._deliver(data)
            self._wanted.acquire()
        self._deliver(b"")

    def _read(self) -> bytes:
        try:
            return os.read(self._descriptor, READ_BYTES)
        except OSError:
            return b""

    def _deliver(self, data: bytes) -> None:
        with suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self._chunks.put_nowait, data)
