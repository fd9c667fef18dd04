"""What the transports have in common: a queue in each direction."""

import logging
from abc import ABC, abstractmethod
from collections import deque

import anyio

from easel_server.io.channel import DEFAULT_WATERMARKS, FLUSH_SECONDS, Incoming, Watermarks
from easel_server.io.outbox import Outbox

log = logging.getLogger(__name__)


class QueuedChannel(ABC):
    """A `MessageChannel` whose transport says how bytes are fetched and taken away."""

    def __init__(self, peer: str, watermarks: Watermarks = DEFAULT_WATERMARKS) -> None:
        self._peer = peer
        self._outbox = Outbox(watermarks)
        self._incoming: deque[Incoming] = deque()
        self._receiving = anyio.CancelScope()
        self._closed = False

    @property
    def peer(self) -> str:
        return self._peer

    @property
    def backlog(self) -> int:
        return self._outbox.backlog

    @property
    def congested(self) -> bool:
        return self._outbox.congested

    @property
    def closed(self) -> bool:
        return self._closed

    def __aiter__(self) -> "QueuedChannel":
        return self

    async def __anext__(self) -> Incoming:
        while not self._closed:
            if self._incoming:
                return self._incoming.popleft()
            batch = await self._next_batch()
            if batch is None:
                break
            self._incoming.extend(batch)
        raise StopAsyncIteration

    async def _next_batch(self) -> list[Incoming] | None:
        with anyio.CancelScope() as self._receiving:
            return await self._receive()
        return None

    def send(self, body: bytes) -> None:
        if self._closed:
            return
        if self._outbox.full:
            self.abort(f"does not read: {self.backlog} bytes wait")
            return
        data = self._pack(body)
        self._outbox.put(len(data))
        self._enqueue(data)

    async def drained(self) -> None:
        await self._outbox.drained()

    def abort(self, reason: str) -> None:
        self._outbox.abandon()
        if self._closed:
            return
        log.warning("closing %s: %s", self.peer, reason)
        self._closed = True
        self._incoming.clear()
        self._receiving.cancel()

    async def aclose(self, flush_seconds: float = FLUSH_SECONDS) -> None:
        was_open, self._closed = not self._closed, True
        self._receiving.cancel()
        with anyio.CancelScope(shield=True):
            if was_open:
                with anyio.move_on_after(flush_seconds):
                    await self._outbox.emptied()
                self._outbox.abandon()
            await self._release()

    @abstractmethod
    def limit(self, longest: int) -> None:
        """See `MessageChannel.limit`."""

    def _pack(self, body: bytes) -> bytes:
        """Make of a message body what goes over the transport."""
        return body

    @abstractmethod
    async def _receive(self) -> list[Incoming] | None:
        """Wait for the next messages; None at the end of the stream."""

    @abstractmethod
    def _enqueue(self, data: bytes) -> None:
        """Hand packed bytes to the writer without waiting."""

    @abstractmethod
    async def _release(self) -> None:
        """Close the transport itself. May be called more than once."""
