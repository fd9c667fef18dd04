"""One JSON-RPC message as one line: decoding what agents really write, encoding what we write."""

import json
import math
from typing import Any, Literal

import msgspec

Message = dict[str, Any]
"""A JSON-RPC message as plain data: fields that we do not know are kept."""

NoiseKind = Literal["blank", "notUtf8", "notJson", "notAnObject", "tooDeep", "tooLong", "truncated"]

_decode_object = msgspec.json.Decoder(dict[str, Any]).decode
_encode = msgspec.json.Encoder().encode


class Noise(Exception):
    """A line is not a message."""

    def __init__(self, kind: NoiseKind) -> None:
        super().__init__(kind)
        self.kind: NoiseKind = kind


def decode_line(line: bytes) -> Message:
    """Decode one line.

    Raises:
        Noise: the line is no JSON object.
    """
    try:
        return _decode_object(line)
    except UnicodeDecodeError:
        raise Noise("notUtf8") from None
    except RecursionError:
        raise Noise("tooDeep") from None
    except msgspec.DecodeError:
        return _decode_leniently(line)


def encode_line(message: Message) -> bytes:
    """Encode *message* with its line end. A lone surrogate becomes U+FFFD, NaN becomes null."""
    try:
        return _encode(message) + b"\n"
    except UnicodeEncodeError:
        return _encode(_without_lone_surrogates(message)) + b"\n"


def _decode_leniently(line: bytes) -> Message:
    """Decode with the standard library what msgspec rightly rejects but agents do write.

    JavaScript cuts strings between the halves of a surrogate pair, Python writes NaN: neither may
    cost the message. Lone surrogates become U+FFFD; NaN and the infinities become null.
    """
    try:
        text = line.decode()
        if not text or text.isspace():
            raise Noise("blank")
        value = json.loads(text, parse_constant=lambda _: None, parse_float=_finite)
        if not isinstance(value, dict):
            raise Noise("notAnObject")
        return _without_lone_surrogates(value)
    except UnicodeDecodeError:
        raise Noise("notUtf8") from None
    except RecursionError:
        raise Noise("tooDeep") from None
    except ValueError:
        raise Noise("notJson") from None


def _finite(literal: str) -> float | None:
    number = float(literal)
    return number if math.isfinite(number) else None


def _without_lone_surrogates(message: Message) -> Message:
    text = json.dumps(message, ensure_ascii=False)
    healed: Message = json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return healed
