"""JSON-RPC messages over this process's stdin and stdout."""

import asyncio
import logging
import os
import queue
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress

import anyio
import msgspec

from easel_acp.practice_agent.lines import (
    INVALID_REQUEST,
    MAX_LINE_BYTES,
    BadLineError,
    JsonObject,
    LineSplitter,
    parse_message,
)

logger = logging.getLogger(__name__)

READ_BYTES = 256 * 1024
MAX_UNREAD_LINES = 256
MAX_UNWRITTEN_BYTES = 1024 * 1024
STALL_SECONDS = 0.1


class StdioTransport:
    """The transport that the SDK's `Connection` reads from and writes to.

    Two daemon threads do the blocking calls, so that stdin and stdout may be pipes, files or
    terminals, keep their blocking mode (which a parent may share), and never hold up the event
    loop: with a client that does not read, a cancel and the end of stdin still get through.
    """

    def __init__(self, before_end: Callable[[], Awaitable[None]]) -> None:
        """`before_end` runs once, when stdin ends, while messages can still be sent."""
        self._before_end = before_end
        self._loop = asyncio.get_running_loop()
        self._lines_in, self._lines_out = anyio.create_memory_object_stream[bytes | None](
            MAX_UNREAD_LINES
        )
        self._slots = threading.Semaphore(MAX_UNREAD_LINES)
        self._unwritten = 0
        self._wrote = anyio.Event()
        self._broken = False
        self._outgoing: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def start(self) -> None:
        """Begin to read and write."""
        for target in (self._read_stdin, self._write_stdout):
            threading.Thread(target=target, daemon=True, name=target.__name__).start()

    def end(self) -> None:
        """Act as if stdin had ended."""
        self._lines_in.close()

    async def receive(self) -> JsonObject | None:
        """Return the next message; None when the client is gone.

        What is not a message is answered with an error and skipped.
        """
        async for line in self._lines_out:
            self._slots.release()
            if line is not None and not line.strip():
                continue
            try:
                return _checked(line)
            except BadLineError as error:
                logger.warning("skipped a line from the client: %s", error)
                await self.send(_refusal(error))
        await self._before_end()
        return None

    async def send(self, message: JsonObject) -> None:
        """Queue a message; waits only while the client is far behind in reading."""
        if self._broken:
            return
        data = msgspec.json.encode(message) + b"\n"
        self._unwritten += len(data)
        self._outgoing.put(data)
        while self._unwritten > MAX_UNWRITTEN_BYTES:
            await self._progress()

    async def flush(self) -> None:
        """Wait until all that was sent is written, or the client does not go on reading."""
        with suppress(TimeoutError):
            while self._unwritten:
                with anyio.fail_after(STALL_SECONDS):
                    await self._progress()

    async def close(self) -> None:
        """Write out what was sent, if the client still reads."""
        await self.flush()
        self._outgoing.put(None)

    def _read_stdin(self) -> None:
        splitter = LineSplitter()
        at_end = False
        while not at_end:
            data = _read(0)
            at_end = not data
            for line in splitter.feed(data or b"\n"):
                self._slots.acquire()
                self._call(self._arrived, line)
        self._call(self.end)

    def _arrived(self, line: bytes | None) -> None:
        try:
            self._lines_in.send_nowait(line)
        except (anyio.ClosedResourceError, anyio.BrokenResourceError):
            logger.debug("dropped a line that arrived after the end")

    def _write_stdout(self) -> None:
        while (data := self._outgoing.get()) is not None:
            if not _write(1, data):
                self._call(self._break)
                break
            self._call(self._written, len(data))

    def _written(self, size: int) -> None:
        self._unwritten -= size
        self._wrote.set()

    def _break(self) -> None:
        self._broken = True
        self._written(self._unwritten)
        self.end()

    async def _progress(self) -> None:
        if self._wrote.is_set():
            self._wrote = anyio.Event()
        await self._wrote.wait()

    def _call(self, callback: Callable[..., None], *arguments: object) -> None:
        try:
            self._loop.call_soon_threadsafe(callback, *arguments)
        except RuntimeError:
            logger.debug("the event loop is closed")


def _checked(line: bytes | None) -> JsonObject:
    if line is None:
        raise BadLineError(INVALID_REQUEST, f"Message longer than {MAX_LINE_BYTES} bytes")
    return parse_message(line)


def _refusal(error: BadLineError) -> JsonObject:
    return {"jsonrpc": "2.0", "id": None, "error": {"code": error.code, "message": str(error)}}


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, READ_BYTES)
    except OSError:
        return b""


def _write(descriptor: int, data: bytes) -> bool:
    view = memoryview(data)
    try:
        while view:
            view = view[os.write(descriptor, view) :]
    except OSError:
        return False
    return True
