"""One JSON-RPC message as one line: decoding what agents really write, encoding what we write."""

import json
import math
from typing import Literal

import msgspec

from easel_acp.connection.messages import Line, Message, SessionUpdate, Skipped


class _UpdateLine(msgspec.Struct):
    """The envelope of nearly every line: read in one step, at half the cost of plain data."""

    method: Literal["session/update"]
    params: SessionUpdate
    id: None = None


_decode_update = msgspec.json.Decoder(_UpdateLine).decode
_decode_object = msgspec.json.Decoder(Message).decode
_encode = msgspec.json.Encoder().encode


def decode_line(line: bytes) -> Line:
    """Decode one line: an update if it is one, else whatever message it is, else why it is none."""
    try:
        return _decode_update(line).params
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _decode_other(line)


def encode_line(message: Message) -> bytes:
    """Encode *message* with its line end. A lone surrogate becomes U+FFFD, NaN becomes null."""
    try:
        return _encode(message) + b"\n"
    except UnicodeEncodeError:
        return _encode(_without_lone_surrogates(message)) + b"\n"


def _decode_other(line: bytes) -> Line:
    try:
        return _decode_object(line)
    except UnicodeDecodeError:
        return Skipped("notUtf8", len(line))
    except RecursionError:
        return Skipped("tooDeep", len(line))
    except msgspec.DecodeError:
        return _decode_leniently(line)


def _decode_leniently(line: bytes) -> Line:
    """Decode with the standard library what msgspec rightly rejects but agents do write.

    JavaScript cuts strings between the halves of a surrogate pair, Python writes NaN, Windows
    begins with a byte order mark: none of these may cost the message. Lone surrogates become
    U+FFFD, NaN and the infinities become null, the mark is dropped.
    """
    if not line or line.isspace():
        return Skipped("blank", len(line))
    try:
        value = json.loads(
            line.decode("utf-8-sig"), parse_constant=lambda _: None, parse_float=_finite
        )
        if not isinstance(value, dict):
            return Skipped("notAnObject", len(line))
        return _update_or_message(_without_lone_surrogates(value))
    except UnicodeDecodeError:
        return Skipped("notUtf8", len(line))
    except RecursionError:
        return Skipped("tooDeep", len(line))
    except ValueError:
        return Skipped("notJson", len(line))


def _update_or_message(message: Message) -> SessionUpdate | Message:
    try:
        return msgspec.convert(message, _UpdateLine).params
    except msgspec.ValidationError:
        return message


def _finite(literal: str) -> float | None:
    number = float(literal)
    return number if math.isfinite(number) else None


def _without_lone_surrogates(message: Message) -> Message:
    text = json.dumps(message, ensure_ascii=False)
    healed: Message = json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return healed
