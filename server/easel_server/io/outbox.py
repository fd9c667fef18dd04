"""Accounting of what waits for an editor: backlog, congestion, the cap."""

import anyio

from easel_server.io.channel import Watermarks


class Outbox:
    """Counts bytes in (`put`, on the event loop) and out (`settle`, on whatever thread writes).

    Each counter has one writer, so no lock is needed; all waking happens on the event loop.
    """

    def __init__(self, watermarks: Watermarks) -> None:
        self._watermarks = watermarks
        self._put_bytes = 0
        self._settled_bytes = 0
        self._congested = False
        self._closing = False
        self._drained = anyio.Event()
        self._drained.set()
        self._emptied = anyio.Event()

    @property
    def backlog(self) -> int:
        return self._put_bytes - self._settled_bytes

    @property
    def congested(self) -> bool:
        return self._congested

    @property
    def full(self) -> bool:
        """Whether the backlog is over the cap, so that the editor is to be given up."""
        return self.backlog > self._watermarks.cap

    def put(self, size: int) -> None:
        """Count a frame in. To be called before the writer can see the frame."""
        self._put_bytes += size
        if not self._congested and self.backlog > self._watermarks.high:
            self._congested = True
            self._drained = anyio.Event()

    def settle(self, size: int) -> bool:
        """Count written bytes out; true if the event loop has to call `wake`."""
        self._settled_bytes += size
        if self._closing:
            return self.backlog == 0
        return self._congested and self.backlog <= self._watermarks.low

    def wake(self) -> None:
        """Let those go on who wait for room or for the end."""
        if self.backlog <= self._watermarks.low:
            self._congested = False
            self._drained.set()
        if self.backlog == 0 and self._closing:
            self._emptied.set()

    def abandon(self) -> None:
        """Nothing will be written any more: let everybody go on."""
        self._congested = False
        self._drained.set()
        self._emptied.set()

    async def drained(self) -> None:
        await self._drained.wait()

    async def emptied(self) -> None:
        """Wait until everything is written; nothing may be put any more."""
        self._closing = True
        if self.backlog:
            await self._emptied.wait()
