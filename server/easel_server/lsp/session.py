"""One connected editor."""

import asyncio
import hmac
import logging
from collections.abc import Callable
from itertools import count
from typing import Any, Final

import anyio
from anyio.abc import TaskGroup
from anyio.lowlevel import checkpoint
from lsprotocol import types
from pygls.lsp.server import LanguageServer

from easel_server.io.channel import MessageChannel
from easel_server.io.jsonrpc import encode_notification
from easel_server.io.pending import PendingRequests
from easel_server.lsp.announcement import Announcement, read_announcement
from easel_server.lsp.converter import plain_data_converter
from easel_server.lsp.custom import CustomMethods
from easel_server.lsp.dispatcher import Dispatcher
from easel_server.lsp.document_sync import choose_sync
from easel_server.lsp.lifecycle import Phase
from easel_server.lsp.protocol import EaselProtocol
from easel_server.lsp.responder import Responder
from easel_server.lsp.router import Router, command_of_method

log = logging.getLogger(__name__)

HANDSHAKE_SECONDS: Final = 30.0
"""How long a connection that must show a token may stay without having shown it."""

HANDLERS_END_SECONDS: Final = 2.0
"""How long the handlers of standard features may take to end when the editor has left."""

CompleteInitializeResult = Callable[["EditorSession", types.InitializeResult], None]
"""Adds to the result of `initialize` in place, for instance `capabilities.experimental`."""


class EditorSession(LanguageServer):
    """An LSP session with one editor: standard features by pygls, `easel/*` by the router.

    A factory of these is what the servers of `easel_server.io.serve` want:

        def make_session(channel: MessageChannel) -> EditorSession:
            session = EditorSession(channel, router, version="1.0", complete=add_capabilities)
            session.feature(types.TEXT_DOCUMENT_HOVER)(hover)
            return session

        code = await serve_stdio(make_session)

    Must be made on the event loop. What goes out:

    - `notify` and `request` for `easel/*` messages, as plain data;
    - pygls' typed methods for the standard ones (`window_show_message`,
      `workspace_apply_edit_async`, ...), under an `anyio.fail_after`, since they know no deadline;
    - `channel.congested` and `channel.drained()` tell when to hold back what can be merged.
    """

    protocol: EaselProtocol

    def __init__(
        self,
        channel: MessageChannel,
        router: Router,
        *,
        version: str,
        token: str | None = None,
        complete: CompleteInitializeResult | None = None,
    ) -> None:
        self.channel = channel
        self.responder = Responder(channel.send)
        self.announced = Announcement()
        super().__init__(
            "easel",
            version,
            protocol_cls=EaselProtocol,
            converter_factory=plain_data_converter,
        )
        self._router = router
        self._token = token
        self._complete = complete
        self._request_numbers = count(1)
        self._pending = PendingRequests(channel.send, prefix="easel-")
        self._dispatcher = Dispatcher(self, CustomMethods(self, router))
        self._tasks: TaskGroup | None = None
        self._reading = anyio.CancelScope()
        self._opened = anyio.Event()
        self._orderly = False
        self._leaving = False

    @property
    def peer(self) -> str:
        """Who this is, for the log."""
        name = self.announced.client_name
        return self.channel.peer if name is None else f"{name[:40]!r} on {self.channel.peer}"

    @property
    def tasks(self) -> TaskGroup:
        """For tasks that end with this session; they must not raise. Only while it runs."""
        assert self._tasks is not None, "the session is not running"
        return self._tasks

    @property
    def leaving(self) -> bool:
        """Whether the editor is gone or said that it will go."""
        return self._leaving or self._dispatcher.phase is Phase.SHUT_DOWN

    async def run(self) -> int:
        """Serve the editor until it leaves; return 0 if it did as LSP says, else 1."""
        try:
            async with anyio.create_task_group() as self._tasks:
                if self._token is not None:
                    self._tasks.start_soon(self._demand_handshake)
                try:
                    await self._read()
                finally:
                    self._leaving = True
                    self._tasks.cancel_scope.cancel()
        finally:
            await self._close()
        return 0 if self._orderly else 1

    async def editor_process(self) -> int | None:
        """Wait until the editor was let in; return the process id that it gave."""
        await self._opened.wait()
        return self.announced.process_id

    def notify(self, method: str, params: Any) -> None:
        """Send a notification of ours: plain data, Structs, dataclasses or `msgspec.Raw`."""
        self.channel.send(encode_notification(method, params))

    async def request(self, method: str, params: Any, timeout: float) -> Any:
        """Ask the editor something of ours, and return its result as plain data.

        Args:
            timeout: in seconds. Then, and if the caller is cancelled, the editor is told.

        Raises:
            ResponseError: the editor refused.
            PeerGone: it has left.
            TimeoutError: it did not answer in time.
        """
        return await self._pending.call(method, params, timeout)

    def leave(self) -> None:
        """End the session as soon as what it has sent so far is written."""
        self._orderly = self._dispatcher.phase is Phase.SHUT_DOWN
        self._leaving = True
        self._reading.cancel()

    def admit(self, params: object) -> dict[str, Any] | None:
        """Read what the editor announces; return the params to go on with, None to refuse."""
        announced, rest = read_announcement(params)
        if self._token is not None:
            shown = (announced.token or "").encode("utf-8", "replace")
            if not hmac.compare_digest(shown, self._token.encode()):
                log.warning("%s showed no valid token", self.channel.peer)
                return None
        self.announced = announced
        return rest

    def open(self) -> None:
        """The editor has got the answer to `initialize`."""
        self._opened.set()
        self._router.session_opened(self)

    def complete_initialize_result(self, result: types.InitializeResult) -> types.InitializeResult:
        """Offer the twins of the router's methods as commands, and what the root adds."""
        commands = result.capabilities.execute_command_provider
        assert commands is not None, "pygls always announces commands"
        twins = (command_of_method(method) for method in self._router.methods)
        commands.commands = sorted({*commands.commands, *twins})
        choose_sync(result, self.announced.client_name)
        if self._complete is not None:
            self._complete(self, result)
        return result

    def take_response(self, response: dict[str, Any]) -> bool:
        """Hand a response to whoever asked; false if nobody did."""
        return self._pending.resolve(response) or self.protocol.answer_request_of_ours(response)

    def next_request_id(self) -> str:
        """Return an id for a request of a standard feature."""
        return f"easel-lsp-{next(self._request_numbers)}"

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what a feature could not do; pygls would show it to the user."""
        log.error("a feature failed: %s", error, exc_info=error)

    async def _read(self) -> None:
        with self._reading:
            async for incoming in self.channel:
                try:
                    self._dispatcher.accept(incoming)
                except Exception:  # the rim: one message must not cost the session
                    log.exception("a message of %s could not be handled", self.peer)
                await checkpoint()

    async def _demand_handshake(self) -> None:
        with anyio.move_on_after(HANDSHAKE_SECONDS):
            await self._opened.wait()
            return
        self.channel.abort("it showed no token in time")

    async def _close(self) -> None:
        self._pending.abandon()
        handlers = self.protocol.abandon()
        if handlers:
            with anyio.CancelScope(shield=True):
                await asyncio.wait(handlers, timeout=HANDLERS_END_SECONDS)
        if self._thread_pool is not None:
            self._thread_pool.shutdown(wait=False, cancel_futures=True)
        if self._opened.is_set():
            self._router.session_closed(self)
