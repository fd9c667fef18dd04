"""How much of everything."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import msgspec

from easel_canvas.errors import InvalidInput, LimitExceeded
from easel_canvas.values import Json

CUT: Final = "…"


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes are bytes of JSON, lengths are characters, times are seconds."""

    open_canvases: int = 100
    declarations: int = 64
    actions: int = 64
    name_length: int = 128
    description_length: int = 4096
    title_length: int = 256
    status_length: int = 512
    url_length: int = 4096
    schema_bytes: int = 64 * 1024
    input_bytes: int = 4 * 1024 * 1024
    all_input_bytes: int = 32 * 1024 * 1024
    value_bytes: int = 1024 * 1024
    message_bytes: int = 256 * 1024
    resource_bytes: int = 16 * 1024 * 1024
    depth: int = 64
    note_length: int = 8 * 1024
    text_length: int = 512 * 1024
    waiting_messages: int = 64

    open_seconds: float = 30
    action_seconds: float = 60
    message_seconds: float = 30
    read_seconds: float = 30
    close_seconds: float = 5


LIMITS: Final = Limits()


def clipped(text: str | None, length: int) -> str | None:
    """The text, or its beginning with a mark that there was more."""
    if text is None or len(text) <= length:
        return text
    return text[: length - len(CUT)] + CUT


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a JSON value is: how many values are on each level of it, and how many bytes."""

    levels: tuple[int, ...]
    size: int


def check_json(value: Json, what: str, max_bytes: int) -> Extent:
    """Refuse what is too deep, too large, or no JSON.

    Raises:
        LimitExceeded: it is too deep or too large.
        InvalidInput: it is no JSON.
    """
    levels = _levels(value, what)
    try:
        size = len(msgspec.json.encode(value))
    except (TypeError, ValueError, OverflowError, msgspec.MsgspecError) as error:
        raise InvalidInput(f"{what} is not JSON: {error}") from None
    if size > max_bytes:
        raise LimitExceeded(f"{what} has {size:,} bytes, more than {max_bytes:,}")
    return Extent(levels, size)


def members(value: Json) -> Collection[Json]:
    """What an object or an array has in it; of anything else nothing."""
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _levels(value: Json, what: str) -> tuple[int, ...]:
    """How many values are on each level; itself alone on the first. Does not recurse."""
    level, counts = [value], [1]
    while level := [inner for outer in level for inner in members(outer)]:
        if len(counts) > LIMITS.depth:
            raise LimitExceeded(f"{what} is nested more than {LIMITS.depth} levels deep")
        counts.append(len(level))
    return tuple(counts)
