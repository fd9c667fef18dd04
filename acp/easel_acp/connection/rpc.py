"""The SDK's `Connection` over our transport, with our errors, deadlines and request handlers.

The only user of `easel_acp.sdk` in this package: import this module after `load_sdk`.
"""

import logging
from typing import Any

import anyio
from anyio import CancelScope
from anyio.lowlevel import checkpoint_if_cancelled

from easel_acp.connection.envelope import INTERNAL_ERROR, AgentRequest
from easel_acp.connection.errors import (
    AgentConnectionClosed,
    AgentRequestError,
    AgentTimeout,
    RequestRefused,
)
from easel_acp.connection.handlers import AgentRequestHandler, UpdateSink
from easel_acp.connection.messages import Message, RequestId
from easel_acp.connection.stream import ByteStream
from easel_acp.connection.trace import TraceRing
from easel_acp.connection.transport import AgentTransport
from easel_acp.sdk import Connection, RequestError

log = logging.getLogger(__name__)

MAX_OPEN_REQUESTS = 256
"""So many unanswered requests of one agent are answered with an error: each one is a task."""

REQUEST_CANCELLED = -32800
CLOSE_SECONDS = 5.0


class Rpc:
    """Calls out, with answers or typed errors; calls in, each handled in a task of its own."""

    def __init__(
        self,
        stream: ByteStream,
        sink: UpdateSink,
        handler: AgentRequestHandler,
        *,
        max_line_bytes: int,
        trace: TraceRing,
    ) -> None:
        self.ended = anyio.Event()
        self.transport = AgentTransport(
            stream,
            sink,
            on_cancel_request=self._on_cancel_request,
            on_end=self._on_end,
            max_line_bytes=max_line_bytes,
            trace=trace,
        )
        self._handler = handler
        self._open_requests: dict[RequestId, CancelScope] = {}
        self._connection = Connection(self._serve, self.transport)

    async def call(self, method: str, params: Message, timeout: float | None) -> Any:
        """Send a request and return its result, as plain data.

        Raises:
            AgentRequestError: the agent answered with an error.
            AgentTimeout: no answer within *timeout* seconds; None waits without end.
            AgentConnectionClosed: the connection ended first.
        """
        await checkpoint_if_cancelled()
        try:
            with anyio.fail_after(timeout):
                return await self._connection.send_request(method, params)
        except RequestError as error:
            raise AgentRequestError(method, error.code, str(error), error.data) from None
        except TimeoutError:
            raise AgentTimeout(method, timeout or 0) from None
        except ConnectionError:
            raise AgentConnectionClosed(self.transport.close_reason or "eof") from None

    async def close(self) -> None:
        """End the connection, reject every call and wait until every handler has ended."""
        with anyio.move_on_after(CLOSE_SECONDS, shield=True):
            await self._connection.close()

    def _on_cancel_request(self, request_id: object) -> None:
        """Pass on that the agent gave up one of its own requests, if that is still open."""
        if isinstance(request_id, RequestId) and request_id in self._open_requests:
            self._handler.on_request_cancelled(request_id)

    def _on_end(self) -> None:
        """Cancel what is being handled: nobody is left to take the answers."""
        for scope in self._open_requests.values():
            scope.cancel()
        self.ended.set()

    async def _serve(self, method: str, request: Any, _is_notification: bool) -> Any:
        assert isinstance(request, AgentRequest)
        self._check(request)
        with CancelScope() as scope:
            self._open_requests[request.request_id] = scope
            try:
                return await self._answer(method, request)
            finally:
                del self._open_requests[request.request_id]
        raise RequestError(REQUEST_CANCELLED, "Request cancelled")

    async def _answer(self, method: str, request: AgentRequest) -> Any:
        params = {} if request.params is None else request.params
        try:
            return await self._handler.handle(method, params, request.request_id)
        except RequestRefused as refused:
            raise RequestError(refused.code, refused.message, refused.data) from refused
        except Exception as error:  # the rim of the handler's task
            log.exception("the agent's request %s failed", method)
            raise RequestError(INTERNAL_ERROR, "Internal error") from error

    def _check(self, request: AgentRequest) -> None:
        if request.request_id in self._open_requests:
            raise RequestError(-32600, "Invalid request", {"problem": "the id is in use"})
        if len(self._open_requests) >= MAX_OPEN_REQUESTS:
            raise RequestError(INTERNAL_ERROR, "Too many open requests")
        if not isinstance(request.params, dict | None):
            raise RequestError(-32602, "Invalid params", {"problem": "params must be an object"})
