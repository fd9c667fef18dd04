"""What people wrote about names, values and errors, read from the Markdown beside this module."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from easel_server.protocol.error_codes import CODES
from easel_server.protocol.generate.contract import Contract

PROSE = Path(__file__).parent / "prose"

_HEADING = re.compile(r"^## (\w+)\n", re.MULTILINE)
_ITEM = re.compile(r"^- `(\w+)`: (.+?)(?=^- |\Z)", re.MULTILINE | re.DOTALL)


class ProseError(Exception):
    """The prose and the definitions do not speak of the same things."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name means, and what each of its values means."""

    text: str
    values: Mapping[str, str]


@cache
def names() -> Mapping[str, Entry]:
    """The meaning of every id, closed set and object of another protocol."""
    _, *parts = _HEADING.split((PROSE / "names.md").read_text("utf-8"))
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return {name: Entry(_one_line(body.partition("\n- ")[0]), _items(body)) for name, body in pairs}


@cache
def errors() -> Mapping[str, str]:
    """The meaning of every kind of error."""
    return _items((PROSE / "errors.md").read_text("utf-8"))


def check(contract: Contract) -> None:
    """Make sure that everything has a meaning, and nothing else has.

    Raises:
        ProseError: says what is missing or too much.
    """
    _require_same("prose/names.md", contract.aliases, names())
    for alias, choice in contract.closed_sets:
        _require_same(f"{alias.name} in prose/names.md", choice.values, names()[alias.name].values)
    _require_same("prose/errors.md", CODES, errors())


def _require_same(where: str, defined: Iterable[str], described: Iterable[str]) -> None:
    missing, surplus = set(defined) - set(described), set(described) - set(defined)
    if missing or surplus:
        raise ProseError(
            f"{where}: nothing is said of {sorted(missing)}; {sorted(surplus)} do not exist"
        )


def _items(markdown: str) -> Mapping[str, str]:
    return {name: _one_line(text) for name, text in _ITEM.findall(markdown)}


def _one_line(text: str) -> str:
    return " ".join(text.split())
