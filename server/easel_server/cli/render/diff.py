"""File edits of tool calls as coloured diffs."""

from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from easel_server.cli.render.edits import FileEdit, changed_lines
from easel_server.cli.render.plain import one_line

MAX_LINES: Final = 60

_STYLES: Final = {"+": "green", "-": "red", "@": "cyan"}


def render_edit(edit: FileEdit) -> RenderableType:
    """The edit as a coloured unified diff with three lines of context, capped."""
    lines = changed_lines(edit)
    if lines is None:
        return Text(f"{one_line(edit.path)}: too large to compare here", style="dim")
    added = sum(line[0] == "+" for line in lines)
    removed = sum(line[0] == "-" for line in lines)
    what = "new file, " if edit.old is None else ""
    head = Text(f"{one_line(edit.path)}  {what}+{added} -{removed}", style="dim")
    shown = [Text(line, style=_STYLES.get(line[0], "")) for line in lines[:MAX_LINES]]
    if len(lines) > MAX_LINES:
        shown.append(Text(f"… {len(lines) - MAX_LINES} more lines", style="dim"))
    return Group(head, *shown)
