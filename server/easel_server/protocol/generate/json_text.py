"""JSON for people: what fits on a line stays on one."""

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
    if not isinstance(value, (dict, list, tuple)) or not value or used + len(one_line) <= WIDTH:
        return one_line
    inner = indent + 2
    if isinstance(value, dict):
        pairs = ((f"{_one_line(key)}: ", item) for key, item in value.items())
        parts = [key + json_text(item, inner, inner + len(key) + 1) for key, item in pairs]
        return _block("{", parts, "}", indent)
    return _block("[", [json_text(item, inner, inner + 1) for item in value], "]", indent)


def _block(begin: str, parts: list[str], end: str, indent: int) -> str:
    separator = ",\n" + " " * (indent + 2)
    return f"{begin}{separator[1:]}{separator.join(parts)}\n{' ' * indent}{end}"


def _one_line(value: Any) -> str:
    if isinstance(value, dict):
        pairs = (f"{_one_line(key)}: {_one_line(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_one_line, value))}]"
    return msgspec.json.encode(value).decode()
