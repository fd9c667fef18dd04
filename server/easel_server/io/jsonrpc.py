"""JSON-RPC message bodies: decoding, encoding and errors. Plain data on both sides."""

import json
from collections.abc import Mapping
from typing import Any, Final, NoReturn, TypeGuard

import msgspec

VERSION: Final = "2.0"

PARSE_ERROR: Final = -32700
INVALID_REQUEST: Final = -32600
METHOD_NOT_FOUND: Final = -32601
INVALID_PARAMS: Final = -32602
INTERNAL_ERROR: Final = -32603
SERVER_NOT_INITIALIZED: Final = -32002
REQUEST_FAILED: Final = -32803
REQUEST_CANCELLED: Final = -32800

CANCEL_REQUEST: Final = "$/cancelRequest"

MessageId = str | int

_encoder: Final = msgspec.json.Encoder()
_decoder: Final = msgspec.json.Decoder()


class ParseError(ValueError):
    """A body that is not JSON in UTF-8. Its text says where, without quoting the content."""


class ResponseError(Exception):
    """The peer answered a request with an error, or is to be answered with one."""

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(f"{message} ({code})")
        self.code = code
        self.message = message
        self.data = data

    def to_response_error(self) -> dict[str, Any]:
        """Return the JSON-RPC error object; `data` is left out when there is none."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.data is not None:
            error["data"] = self.data
        return error

    @classmethod
    def from_wire(cls, error: Any) -> "ResponseError":
        """Read an error object, tolerating one that is not well formed."""
        fields = error if isinstance(error, Mapping) else {}
        code, message = fields.get("code"), fields.get("message")
        return cls(
            code if isinstance(code, int) else INTERNAL_ERROR,
            message if isinstance(message, str) else "the peer gave no reason",
            fields.get("data"),
        )


class PeerGone(ConnectionError):
    """The other side left before it answered."""


def decode(body: bytes) -> Any:
    r"""Decode a message body.

    JavaScript can send half a surrogate pair (`"\ud83d"`), which no UTF-8 text can hold and
    msgspec refuses. Such a body is read by the standard library instead, and each half becomes
    U+FFFD, so that the text can be stored and sent on.

    Raises:
        ParseError: the body is not JSON, not UTF-8, or nested too deeply.
    """
    try:
        return _decoder.decode(body)
    except RecursionError:
        raise ParseError("nested too deeply") from None
    except UnicodeDecodeError as error:
        raise ParseError(f"not UTF-8 at byte {error.start} of a string") from None
    except msgspec.DecodeError as error:
        if b"\\ud" not in body.lower():
            raise ParseError(str(error)) from None
    return _decode_with_lone_surrogates(body)


def _decode_with_lone_surrogates(body: bytes) -> Any:
    try:
        return _scrub(json.loads(body, parse_constant=_refuse_constant))
    except RecursionError:
        raise ParseError("nested too deeply") from None
    except ValueError as error:
        raise ParseError(type(error).__name__) from None


def _refuse_constant(name: str) -> NoReturn:
    raise ParseError(f"{name} is not JSON")


def encode(message: Any) -> bytes:
    """Encode a message: plain data, msgspec Structs, dataclasses, enums, `msgspec.Raw`.

    Lone surrogates in texts become U+FFFD.

    Raises:
        TypeError: something in it has no JSON form.
    """
    try:
        return _encoder.encode(message)
    except UnicodeEncodeError:
        return _encoder.encode(_scrub(msgspec.to_builtins(message)))


def encode_notification(method: str, params: Any) -> bytes:
    """Encode a notification; raises as `encode`."""
    return encode({"jsonrpc": VERSION, "method": method, "params": params})


def encode_request(msg_id: MessageId, method: str, params: Any) -> bytes:
    """Encode a request; raises as `encode`."""
    return encode({"jsonrpc": VERSION, "id": msg_id, "method": method, "params": params})


def encode_result(msg_id: MessageId, result: Any) -> bytes:
    """Encode a successful response; raises as `encode`."""
    return encode({"jsonrpc": VERSION, "id": msg_id, "result": result})


def encode_error(msg_id: MessageId | None, error: Mapping[str, Any]) -> bytes:
    """Encode an error response; the id is null when the request could not be read."""
    return encode({"jsonrpc": VERSION, "id": msg_id, "error": error})


def is_message_id(value: object) -> TypeGuard[MessageId]:
    """Whether `value` may identify a request: a string or an integer."""
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def _scrub(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, list):
        return [_scrub(item) for item in value]
    if isinstance(value, dict):
        return {_scrub(key): _scrub(item) for key, item in value.items()}
    return value
