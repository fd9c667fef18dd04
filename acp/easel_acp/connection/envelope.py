"""What the envelope of a message says, and what the SDK may be given of it.

The SDK trusts the envelope: an answer whose id is text or a list, or whose error is not an object,
loses the answer or ends its receive loop. These functions let only sound envelopes through.
"""

from typing import Any, Literal

import msgspec

from easel_acp.connection.messages import Message, RequestId

INTERNAL_ERROR = -32603
SESSION_UPDATE = "session/update"
SESSION_PROMPT = "session/prompt"
CANCEL_REQUEST = "$/cancel_request"
RESPONSE_FIELDS = frozenset({"id", "result", "error"})

Kind = Literal["request", "notification", "response", "malformed"]


class AgentRequest(msgspec.Struct, frozen=True):
    """A request of the agent on its way through the SDK, which does not tell handlers the id."""

    request_id: RequestId
    params: Any


def kind_of(message: Message) -> Kind:
    """Tell what *message* is.

    A null id is no id: some agents write it into notifications. An answer may lack its result:
    JavaScript drops a field that is `undefined`.
    """
    method, message_id = message.get("method"), message.get("id")
    if method is None:
        return "malformed" if message.keys().isdisjoint(RESPONSE_FIELDS) else "response"
    if not isinstance(method, str):
        return "malformed"
    if message_id is None:
        return "notification"
    return "request" if isinstance(message_id, RequestId) else "malformed"


def prompted_session(request: Message) -> str | None:
    """Return the session that our *request* prompts; None if it is another request."""
    if request["method"] != SESSION_PROMPT:
        return None
    session_id: str | None = request["params"].get("sessionId")
    return session_id


def response_id(message: Message) -> int | None:
    """Return the id of our request that *message* answers; `"0"` and `0.0` answer request 0."""
    match message.get("id"):
        case bool():
            return None
        case int(number):
            return number
        case float(number) if number.is_integer():
            return int(number)
        case str(text) if text.isascii() and text.isdecimal() and len(text) <= 18:
            return int(text)
        case _:
            return None


def sound_response(request_id: int, message: Message) -> Message:
    """Return the answer that *message* gives, in the form that the SDK relies on."""
    match message.get("error"):
        case None:
            return {"id": request_id, "result": message.get("result")}
        case dict(error):
            code, text = error.get("code"), error.get("message")
            return _error_response(
                request_id,
                code if isinstance(code, int) else INTERNAL_ERROR,
                text if isinstance(text, str) else "Error",
                error.get("data"),
            )
        case other:
            return _error_response(request_id, INTERNAL_ERROR, "Error", other)


def _error_response(request_id: int, code: int, message: str, data: Any) -> Message:
    return {"id": request_id, "error": {"code": code, "message": message, "data": data}}
