"""Pieces of Markdown: tables, links, types."""

import re
from collections.abc import Iterable, Sequence

from easel_server.protocol.generate.types import (
    Array,
    Choice,
    Either,
    Map,
    Primitive,
    Ref,
    Type,
)

_ANY = "any JSON"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a `|` in a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def link(text: str, heading: str) -> str:
    """A link to a heading of the same page."""
    return f"[{text}](#{slug(heading)})"


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def code(text: object) -> str:
    """Text as code."""
    return f"`{text}`"


def type_words(meant: Type) -> str:
    """A type in words, with links to what is described elsewhere."""
    match meant:
        case Primitive(name=name):
            return _ANY if name == "any" else name
        case Ref(name=name):
            return link(name, "Events" if name == "Event" else name)
        case Choice(values=values):
            return " or ".join(f'`"{value}"`' for value in values)
        case Array(item=item):
            return f"array of {type_words(item)}"
        case Map(value=value):
            return f"object of {type_words(value)}"
        case Either(members=members):
            return " or ".join(map(type_words, members))


def _cell(text: str) -> str:
    return text.replace("|", r"\|")
