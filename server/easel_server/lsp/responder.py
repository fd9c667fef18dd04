"""Exactly one response per request: the only way by which a session answers."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from easel_server.io import jsonrpc
from easel_server.io.jsonrpc import MessageId, ResponseError
from easel_server.lsp.errors import response_error

log = logging.getLogger(__name__)

MAX_IN_FLIGHT: Final = 1024
"""Requests of one editor that may wait for their answer at the same time."""

Answered = Callable[[bool], None]


@dataclass(frozen=True, slots=True)
class InFlight:
    """A request that was accepted and has no answer yet."""

    method: str
    cancel: Callable[[], object]
    answered: Answered | None = None


class Responder:
    """Keeps the requests of one editor that are in flight, and answers each of them once."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send = send
        self._in_flight: dict[MessageId, InFlight] = {}

    def accept(self, msg_id: MessageId, request: InFlight) -> bool:
        """Take a request in; if that cannot be, it is refused here and the answer is false."""
        if msg_id in self._in_flight:
            self.refuse(msg_id, jsonrpc.INVALID_REQUEST, f"the id {msg_id!r} is in use")
            return False
        if len(self._in_flight) >= MAX_IN_FLIGHT:
            self.refuse(msg_id, jsonrpc.REQUEST_FAILED, f"{MAX_IN_FLIGHT} requests are in flight")
            return False
        self._in_flight[msg_id] = request
        return True

    def result(self, msg_id: MessageId, result: Any) -> None:
        """Answer with a result; with an InternalError if it cannot be encoded."""
        request = self._settle(msg_id)
        if request is None:
            return
        try:
            body = jsonrpc.encode_result(msg_id, result)
        except Exception as error:  # noqa: BLE001  (whatever a handler returned; it is logged)
            self._answer_error(msg_id, request, response_error(error, request.method))
        else:
            self._answer(body, request, succeeded=True)

    def error(self, msg_id: MessageId, error: Mapping[str, Any]) -> None:
        """Answer with an error `{code, message, data?}`."""
        request = self._settle(msg_id)
        if request is not None:
            self._answer_error(msg_id, request, error)

    def failure(self, msg_id: MessageId, error: BaseException) -> None:
        """Answer with what an exception stands for."""
        request = self._settle(msg_id)
        if request is not None:
            self._answer_error(msg_id, request, response_error(error, request.method))

    def refuse(self, msg_id: MessageId | None, code: int, message: str, data: Any = None) -> None:
        """Answer a message that never got in flight; id null if it has no usable one."""
        error = ResponseError(code, message, data).to_response_error()
        self._send(jsonrpc.encode_error(msg_id, error))

    def cancel(self, msg_id: object) -> None:
        """Cancel a request if it is in flight; its handler answers it."""
        request = self._in_flight.get(msg_id) if isinstance(msg_id, (str, int)) else None
        if request is not None:
            request.cancel()

    def cancel_all(self, *, but: MessageId | None = None) -> None:
        """Cancel every request in flight, except the one named."""
        for msg_id, request in list(self._in_flight.items()):
            if msg_id != but:
                request.cancel()

    def _settle(self, msg_id: MessageId) -> InFlight | None:
        request = self._in_flight.pop(msg_id, None)
        if request is None:
            log.error("a second answer to request %r was dropped", msg_id)
        return request

    def _answer_error(self, msg_id: MessageId, request: InFlight, error: Mapping[str, Any]) -> None:
        self._answer(jsonrpc.encode_error(msg_id, error), request, succeeded=False)

    def _answer(self, body: bytes, request: InFlight, *, succeeded: bool) -> None:
        self._send(body)
        if request.answered is not None:
            request.answered(succeeded)
