"""The client side of an LSP connection, over any channel."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any, Final, Self

import anyio
from anyio.abc import TaskGroup

from easel_server.io import jsonrpc
from easel_server.io.background import task_group_beside
from easel_server.io.channel import Incoming, MessageChannel
from easel_server.io.envelope import Malformed, Notification, Request, Response, classify
from easel_server.io.framing import FrameError
from easel_server.io.jsonrpc import MessageId, ParseError, ResponseError
from easel_server.io.pending import PendingRequests

log = logging.getLogger(__name__)

INITIALIZE_SECONDS: Final = 30.0
SHUTDOWN_SECONDS: Final = 5.0

NotificationHandler = Callable[[Any], None]
RequestHandler = Callable[[Any], Awaitable[Any]]


class LspClient:
    """Talks to a language server; all params and results are plain data.

    An async context manager: inside it the connection is read, and leaving it says `shutdown` and
    `exit` if the server was initialized. Handlers get the params; one for a request returns the
    result or raises `ResponseError`, and runs as a task of its own.
    """

    def __init__(self, channel: MessageChannel) -> None:
        self.channel = channel
        self.closed = anyio.Event()
        """Set when the server will send nothing more."""
        self._pending = PendingRequests(channel.send, prefix="")
        self._on_notification: dict[str, NotificationHandler] = {}
        self._on_request: dict[str, RequestHandler] = {}
        self._answering: dict[MessageId, anyio.CancelScope] = {}
        self._initialized = False
        self._stack = AsyncExitStack()
        self._tasks: TaskGroup | None = None

    async def __aenter__(self) -> Self:
        self._tasks = await self._stack.enter_async_context(task_group_beside())
        self._tasks.start_soon(self._read)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        if error is None:
            await self.leave()
        return await self._stack.__aexit__(kind, error, trace)

    def on_notification(self, method: str, handler: NotificationHandler) -> None:
        """Call `handler` for each notification of this method, in order; it must not wait."""
        self._on_notification[method] = handler

    def on_request(self, method: str, handler: RequestHandler) -> None:
        """Let `handler` answer the requests of this method."""
        self._on_request[method] = handler

    async def initialize(
        self,
        *,
        capabilities: Mapping[str, Any] | None = None,
        options: Mapping[str, Any] | None = None,
        root_uri: str | None = None,
        process_id: int | None = None,
    ) -> dict[str, Any]:
        """Do the handshake and return the result of `initialize`.

        Args:
            options: the `initializationOptions`; over TCP and WebSocket with `easel.token`.

        Raises:
            ResponseError: the server refused, for instance the token.
            PeerGone, TimeoutError: as for `request`.
        """
        params = {
            "processId": process_id,
            "clientInfo": {"name": "easel"},
            "rootUri": root_uri,
            "capabilities": capabilities or {},
            "initializationOptions": options or {},
        }
        result: dict[str, Any] = await self.request(
            "initialize", params, timeout=INITIALIZE_SECONDS
        )
        self.notify("initialized", {})
        self._initialized = True
        return result

    async def request(self, method: str, params: Any, *, timeout: float | None) -> Any:
        """Send a request and return its result. Cancelling the caller cancels it at the server.

        Args:
            timeout: in seconds; None waits as long as the server is there.

        Raises:
            ResponseError: the server refused.
            PeerGone: it left.
            TimeoutError: it did not answer in time.
        """
        return await self._pending.call(method, params, timeout)

    def notify(self, method: str, params: Any) -> None:
        """Send a notification."""
        self.channel.send(jsonrpc.encode_notification(method, params))

    async def leave(self) -> None:
        """Say `shutdown` and `exit`, if the server was initialized and is still there."""
        if not self._initialized or self.closed.is_set():
            return
        self._initialized = False
        try:
            await self.request("shutdown", None, timeout=SHUTDOWN_SECONDS)
        except (ResponseError, ConnectionError, TimeoutError) as error:
            log.warning("the server did not shut down: %s", error)
        self.notify("exit", None)

    def received(self, method: str, params: Any) -> None:
        """Take a notification; those without a handler are ignored."""
        handler = self._on_notification.get(method)
        if handler is not None:
            handler(params)

    async def _read(self) -> None:
        try:
            async for incoming in self.channel:
                self._accept(incoming)
        finally:
            self._pending.abandon()
            self.closed.set()

    def _accept(self, incoming: Incoming) -> None:
        if isinstance(incoming, FrameError):
            log.warning("the server sent %s: %s", incoming.fault, incoming.detail)
            return
        try:
            envelope = classify(jsonrpc.decode(incoming))
        except ParseError as error:
            log.warning("the server sent no JSON: %s", error)
            return
        match envelope:
            case Response(message):
                if not self._pending.resolve(message):
                    log.info("the server answered %r, which nobody asks", message["id"])
            case Notification(jsonrpc.CANCEL_REQUEST, message):
                self._cancel(message.get("params"))
            case Notification(method, message):
                self.received(method, message.get("params"))
            case Request() if self._tasks is not None:
                self._tasks.start_soon(self._answer, envelope)
            case Malformed(reason):
                log.warning("the server sent a malformed message: %s", reason)

    def _cancel(self, params: Any) -> None:
        msg_id = params.get("id") if isinstance(params, dict) else None
        if jsonrpc.is_message_id(msg_id) and msg_id in self._answering:
            self._answering[msg_id].cancel()

    async def _answer(self, request: Request) -> None:
        with anyio.CancelScope() as scope:
            self._answering[request.id] = scope
            try:
                self.channel.send(await self._response(request))
            finally:
                del self._answering[request.id]
        if scope.cancelled_caught:
            error = ResponseError(jsonrpc.REQUEST_CANCELLED, "The request was cancelled")
            self.channel.send(jsonrpc.encode_error(request.id, error.to_response_error()))

    async def _response(self, request: Request) -> bytes:
        handler = self._on_request.get(request.method)
        try:
            if handler is None:
                raise ResponseError(jsonrpc.METHOD_NOT_FOUND, f"No method {request.method}")
            result = await handler(request.message.get("params"))
            return jsonrpc.encode_result(request.id, result)
        except ResponseError as error:
            return jsonrpc.encode_error(request.id, error.to_response_error())
        except Exception:
            log.exception("%s failed", request.method)
            failure = ResponseError(jsonrpc.INTERNAL_ERROR, f"{request.method} failed")
            return jsonrpc.encode_error(request.id, failure.to_response_error())
