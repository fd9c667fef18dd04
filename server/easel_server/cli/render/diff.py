"""File edits of tool calls as unified diffs."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from easel_conversation.values import JsonObject
from easel_server.cli.render.plain import one_line, plain

MAX_LINES: Final = 60
MAX_COMPARED_CHARACTERS: Final = 400_000
"""Comparing takes time that grows faster than the texts; larger ones are only named."""

_STYLES: Final = {"+": "green", "-": "red", "@": "cyan"}


@dataclass(frozen=True, slots=True)
class FileEdit:
    """An edit as a tool call tells it; `old` is None for a new file."""

    path: str
    old: str | None
    new: str


def file_edits(content: tuple[JsonObject, ...]) -> Iterator[FileEdit]:
    """The edits among the contents of a tool call; malformed ones are left out."""
    for item in content:
        path, old, new = item.get("path"), item.get("oldText"), item.get("newText")
        if item.get("type") == "diff" and isinstance(path, str) and isinstance(new, str):
            yield FileEdit(path, old if isinstance(old, str) else None, new)


def render_edit(edit: FileEdit) -> RenderableType:
    """The edit as a coloured unified diff with three lines of context, capped."""
    old, new = edit.old or "", edit.new
    if len(old) + len(new) > MAX_COMPARED_CHARACTERS:
        return Text(f"{one_line(edit.path)}: too large to compare here", style="dim")
    lines = _changed_lines(old, new)
    added = sum(line[0] == "+" for line in lines)
    removed = sum(line[0] == "-" for line in lines)
    what = "new file, " if edit.old is None else ""
    head = Text(f"{one_line(edit.path)}  {what}+{added} -{removed}", style="dim")
    shown = [Text(line, style=_STYLES.get(line[0], "")) for line in lines[:MAX_LINES]]
    if len(lines) > MAX_LINES:
        shown.append(Text(f"… {len(lines) - MAX_LINES} more lines", style="dim"))
    return Group(head, *shown)


def _changed_lines(old: str, new: str) -> list[str]:
    before, after = plain(old).splitlines(), plain(new).splitlines()
    unified = list(difflib.unified_diff(before, after, lineterm="", n=3))[2:]
    return [line for line in unified if line]
