"""Requests that we have sent and that the peer has yet to answer."""

import asyncio
from collections.abc import Callable
from itertools import count
from typing import Any

from anyio import fail_after

from easel_server.io.jsonrpc import (
    CANCEL_REQUEST,
    PeerGone,
    ResponseError,
    encode_notification,
    encode_request,
)


class PendingRequests:
    """Sends requests with ids of its own and matches the answers."""

    def __init__(self, send: Callable[[bytes], None], prefix: str) -> None:
        self._send = send
        self._prefix = prefix
        self._numbers = count(1)
        self._unanswered: dict[str, asyncio.Future[Any]] = {}
        self._gone = False

    async def call(self, method: str, params: Any, timeout: float | None) -> Any:
        """Send a request and return its result as plain data.

        If the caller is cancelled or the time (seconds) is over, the peer is told to cancel.

        Raises:
            ResponseError: the peer refused.
            PeerGone: the peer left.
            TimeoutError: no answer in time.
        """
        if self._gone:
            raise PeerGone(f"nobody is there to answer {method}")
        msg_id = f"{self._prefix}{next(self._numbers)}"
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._send(encode_request(msg_id, method, params))
        self._unanswered[msg_id] = answer
        try:
            with fail_after(timeout):
                return await answer
        finally:
            if self._unanswered.pop(msg_id, None) is not None and not self._gone:
                self._send(encode_notification(CANCEL_REQUEST, {"id": msg_id}))

    def resolve(self, response: dict[str, Any]) -> bool:
        """Take a response; false if it answers none of these requests."""
        answer = self._unanswered.pop(response["id"], None)
        if answer is None:
            return False
        if answer.done():
            return True
        if response.get("error") is not None:
            answer.set_exception(ResponseError.from_wire(response["error"]))
        else:
            answer.set_result(response.get("result"))
        return True

    def abandon(self) -> None:
        """The peer is gone: let every caller know."""
        self._gone = True
        for answer in self._unanswered.values():
            if not answer.done():
                answer.set_exception(PeerGone("the peer left without answering"))
