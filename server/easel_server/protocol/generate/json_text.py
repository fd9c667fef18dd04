"""JSON for people: what fits on a line stays on one, and plain members share lines."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

WIDTH = 100


def json_text(value: Any, indent: int = 0, used: int = 0) -> str:
    """The JSON of plain data, in lines of at most `WIDTH` characters where that is possible.

    Args:
        indent: spaces before the lines after the first.
        used: characters on the first line that come before or after the value.
    """
    one_line = _one_line(value)
    if not _has_parts(value) or used + len(one_line) <= WIDTH:
        return one_line
    inner = indent + 2
    if isinstance(value, dict):
        pairs = ((f"{_one_line(key)}: ", item) for key, item in value.items())
        parts = [(item, key + json_text(item, inner, inner + len(key) + 1)) for key, item in pairs]
        lines, brackets = _lines(parts, inner), "{}"
    else:
        lines, brackets = (json_text(item, inner, inner + 1) for item in value), "[]"
    separator = f",\n{' ' * inner}"
    return f"{brackets[0]}{separator[1:]}{separator.join(lines)}\n{' ' * indent}{brackets[1]}"


def _lines(parts: Iterable[tuple[Any, str]], indent: int) -> Iterator[str]:
    """One line for each member that has parts; the others share lines."""
    shared = ""
    for item, text in parts:
        if shared and (_has_parts(item) or indent + len(shared) + len(text) + 3 > WIDTH):
            yield shared
            shared = ""
        if _has_parts(item):
            yield text
        else:
            shared = f"{shared}, {text}" if shared else text
    if shared:
        yield shared


def _has_parts(value: Any) -> bool:
    return isinstance(value, (dict, list, tuple)) and bool(value)


def _one_line(value: Any) -> str:
    if isinstance(value, dict):
        pairs = (f"{_one_line(key)}: {_one_line(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_one_line, value))}]"
    return msgspec.json.encode(value).decode()
