"""File edits of a tool call, shortened so that they fit into a dialog. Pure."""

import difflib
from collections.abc import Iterable, Iterator
from typing import Final

from easel_conversation.values import JsonObject
from easel_server.cli.render.plain import one_line

MAX_LINES: Final = 12
LINE_WIDTH: Final = 100
MAX_COMPARED: Final = 200_000
"""Characters. Comparing takes time that grows faster than the texts; larger ones are only named."""


def edit_summaries(content: Iterable[JsonObject]) -> Iterator[str]:
    """For each edit the file's name and the first of its changed lines."""
    for item in content:
        path, new = item.get("path"), item.get("newText")
        if item.get("type") == "diff" and isinstance(path, str) and isinstance(new, str):
            old = item.get("oldText")
            yield "\n".join([one_line(path), *_changes(old if isinstance(old, str) else "", new)])


def _changes(old: str, new: str) -> list[str]:
    if len(old) + len(new) > MAX_COMPARED:
        return ["(too large to compare here)"]
    compared = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    changed = [line for line in list(compared)[2:] if line[0] in "+-"]
    shown = [f"{line[0]} {one_line(line[1:], LINE_WIDTH)}" for line in changed[:MAX_LINES]]
    hidden = len(changed) - len(shown)
    return [*shown, f"… {hidden} more changed lines"] if hidden else shown
