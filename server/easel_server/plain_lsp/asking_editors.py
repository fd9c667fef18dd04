"""Requests of ours to an editor, each under a deadline."""

from collections.abc import Awaitable
from typing import Final, TypeVar

import anyio
from pygls.exceptions import JsonRpcException

from easel_server.io.jsonrpc import PeerGone

ANSWER_SECONDS: Final = 10.0

T = TypeVar("T")


class Unanswered(Exception):
    """The editor refused, left, or did not answer in time. The text says which."""


async def answered(request: Awaitable[T], seconds: float | None = ANSWER_SECONDS) -> T:
    """The answer to a request. None as `seconds`: something else ends the waiting.

    Raises:
        Unanswered: there is none.
    """
    try:
        with anyio.fail_after(seconds):
            return await request
    except TimeoutError:
        raise Unanswered(f"no answer within {seconds} s") from None
    except (JsonRpcException, PeerGone) as error:
        raise Unanswered(str(error)) from error
