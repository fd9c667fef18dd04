"""How much of everything."""

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
    notes: int = 20
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


def check_json(value: Json, what: str, max_bytes: int) -> None:
    """Refuse what is too deep, too large, or no JSON.

    Raises:
        LimitExceeded: it is too deep or too large.
        InvalidInput: it is no JSON.
    """
    if _deeper(value, LIMITS.depth):
        raise LimitExceeded(f"{what} is nested more than {LIMITS.depth} levels deep")
    try:
        size = len(msgspec.json.encode(value))
    except (TypeError, ValueError, OverflowError, msgspec.MsgspecError) as error:
        raise InvalidInput(f"{what} is not JSON: {error}") from None
    if size > max_bytes:
        raise LimitExceeded(f"{what} has {size:,} bytes, more than {max_bytes:,}")


def _deeper(value: Json, levels: int) -> bool:
    """Whether arrays and objects are nested in more than so many levels. Does not recurse."""
    level = [value]
    for _ in range(levels + 1):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: Json) -> list[Json]:
    if isinstance(value, dict):
        return [inner for inner in value.values() if isinstance(inner, dict | list)]
    if isinstance(value, list):
        return [inner for inner in value if isinstance(inner, dict | list)]
    return []
