"""What kind of JSON-RPC message a decoded body is."""

from dataclasses import dataclass
from typing import Any

from easel_server.io.jsonrpc import VERSION, MessageId, is_message_id


@dataclass(frozen=True, slots=True)
class Request:
    """A call that must be answered exactly once."""

    id: MessageId
    method: str
    message: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Notification:
    """A call without an answer."""

    method: str
    message: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Response:
    """The answer to a request of ours; has `result` or a non-null `error`, never both."""

    message: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Malformed:
    """Not a JSON-RPC message; `id` is that of the request it was meant to be, if readable."""

    reason: str
    id: MessageId | None = None


Envelope = Request | Notification | Response | Malformed


def classify(message: object) -> Envelope:
    """Say what a decoded body is. Tolerates `error: null` and a response without `result`."""
    if not isinstance(message, dict):
        return Malformed(f"a message is an object, not {_json_type(message)}")
    msg_id = message.get("id")
    usable_id = msg_id if is_message_id(msg_id) else None
    if message.get("jsonrpc") != VERSION:
        return Malformed(f'"jsonrpc" is not "{VERSION}"', usable_id)
    if "method" not in message:
        return _classify_response(message, usable_id)
    method = message["method"]
    if not isinstance(method, str):
        return Malformed('"method" is not a string', usable_id)
    if "id" not in message:
        return Notification(method, message)
    if usable_id is None:
        return Malformed('"id" is neither a string nor an integer')
    return Request(usable_id, method, message)


def _classify_response(message: dict[str, Any], msg_id: MessageId | None) -> Envelope:
    if msg_id is None:
        return Malformed('there is no "method"')
    if message.get("error") is None:
        message.pop("error", None)
        message.setdefault("result", None)
    return Response(message)


def _json_type(value: object) -> str:
    return "an array" if isinstance(value, list) else "a scalar"
