"""File edits of tool calls, and what they change."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from easel_conversation.values import JsonObject
from easel_server.cli.render.plain import plain

MAX_COMPARED_CHARACTERS: Final = 400_000
"""Comparing takes time that grows faster than the texts; larger ones are only named."""


@dataclass(frozen=True, slots=True)
class FileEdit:
    """An edit as a tool call tells it; `old` is None for a new file."""

    path: str
    old: str | None
    new: str


def file_edits(content: Iterable[JsonObject]) -> Iterator[FileEdit]:
    """The edits among the contents of a tool call; malformed ones are left out."""
    for item in content:
        path, old, new = item.get("path"), item.get("oldText"), item.get("newText")
        if item.get("type") == "diff" and isinstance(path, str) and isinstance(new, str):
            yield FileEdit(path, old if isinstance(old, str) else None, new)


def changed_lines(edit: FileEdit) -> list[str] | None:
    """A unified diff with three lines of context, without its head; None if it is too large."""
    old, new = edit.old or "", edit.new
    if len(old) + len(new) > MAX_COMPARED_CHARACTERS:
        return None
    before, after = plain(old).splitlines(), plain(new).splitlines()
    unified = list(difflib.unified_diff(before, after, lineterm="", n=3))[2:]
    return [line for line in unified if line]
