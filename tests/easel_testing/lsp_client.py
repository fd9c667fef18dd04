"""An LSP client for tests: it records what the server says and insists that somebody reads it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import anyio

from easel_server.client.lsp_client import LspClient
from easel_server.io.channel import MessageChannel
from easel_server.io.envelope import Request

NOISE = frozenset({"$/progress", "window/logMessage", "telemetry/event"})
WAIT_SECONDS = 20.0
"""A guard against a hang, not a measure."""


@dataclass(frozen=True, slots=True)
class Notified:
    """A notification from the server, or a request that nobody handled."""

    method: str
    params: Any


class UnreadMessages(AssertionError):
    """The server said something that the test neither read nor declared to be noise."""


class RecordingClient(LspClient):
    """Records notifications without a handler; leaving it fails if some were never read."""

    def __init__(self, channel: MessageChannel, *, noise: Iterable[str] = NOISE) -> None:
        super().__init__(channel)
        self.noise = set(noise)
        self.unread: list[Notified] = []
        self._arrived = anyio.Event()

    def received(self, method: str, params: Any) -> None:
        if method in self._on_notification:
            super().received(method, params)
        elif method not in self.noise:
            self.unread.append(Notified(method, params))
            self._arrived.set()

    async def wait_for(self, method: str, predicate: Callable[[Any], bool] = lambda _: True) -> Any:
        """Return (and count as read) the params of the next such notification, old or new."""
        with anyio.fail_after(WAIT_SECONDS):
            while True:
                for index, notified in enumerate(self.unread):
                    if notified.method == method and predicate(notified.params):
                        return self.unread.pop(index).params
                if self.closed.is_set():
                    raise ConnectionError(f"the server left before {method}")
                await self._arrival()

    async def arrival(self) -> None:
        """Return when something new has arrived; fail when nothing ever will."""
        if self.closed.is_set():
            raise ConnectionError("the server has left")
        with anyio.fail_after(WAIT_SECONDS):
            await self._arrival()

    def arrived(self) -> None:
        """Wake those who wait for an arrival."""
        self._arrived.set()

    async def _arrival(self) -> None:
        self._arrived = anyio.Event()
        await self._arrived.wait()

    def read_all(self, method: str) -> list[Any]:
        """Return (and count as read) the params of all such notifications so far."""
        found = [notified.params for notified in self.unread if notified.method == method]
        self.unread = [notified for notified in self.unread if notified.method != method]
        return found

    async def _answer(self, request: Request) -> None:
        if request.method not in self._on_request and request.method not in self.noise:
            self.unread.append(Notified(request.method, request.message.get("params")))
        await super()._answer(request)

    async def _read(self) -> None:
        try:
            await super()._read()
        finally:
            self._arrived.set()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        suppressed = await super().__aexit__(kind, error, trace)
        if error is None and self.unread:
            raise UnreadMessages(f"nobody read: {self.unread}")
        return suppressed
