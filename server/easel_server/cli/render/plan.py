"""The agent's plan as a checklist."""

from typing import Final

from rich.text import Text

from easel_conversation.values import JsonObject
from easel_server.cli.render.plain import one_line

_MARKS: Final = {"completed": ("✓", "green"), "in_progress": ("▸", "yellow")}
_LATER: Final = ("○", "dim")


def plan(entries: tuple[JsonObject, ...]) -> Text:
    """One line for each entry: done, under way, or still to come."""
    text = Text("Plan", style="bold")
    for entry in entries:
        status = str(entry.get("status"))
        mark, style = _MARKS.get(status, _LATER)
        text.append("\n")
        text.append(f" {mark} ", style=f"not bold {style}")
        emphasis = "bold" if status == "in_progress" else "not bold"
        text.append(one_line(str(entry.get("content", ""))), style=emphasis)
    return text
