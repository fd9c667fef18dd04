"""Tool calls: one line each, with the diff of an edit and the end of a command's output."""

from collections.abc import Iterator
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.text import Text

from easel_conversation.values import ToolCall, ToolCallStatus
from easel_server.cli.render.diff import render_edit
from easel_server.cli.render.edits import file_edits
from easel_server.cli.render.plain import one_line, plain
from easel_server.cli.render.trim import indented

MAX_OUTPUT_LINES: Final = 8

_MARKS: Final[dict[ToolCallStatus, tuple[str, str]]] = {
    "pending": ("·", "dim"),
    "in_progress": ("▸", "yellow"),
    "completed": ("✓", "green"),
    "failed": ("✗", "red"),
    "cancelled": ("■", "dim"),
    "interrupted": ("■", "red"),
}
_WORDS: Final[dict[ToolCallStatus, str]] = {
    "pending": "waits",
    "in_progress": "runs",
    "completed": "",
    "failed": "failed",
    "cancelled": "stopped",
    "interrupted": "broken off",
}


def tool_call_line(call: ToolCall) -> Text:
    """Status and title on one line; a failed one says why."""
    mark, style = _MARKS[call.status]
    line = Text.assemble((mark, style), " ", one_line(call.title))
    word = _WORDS[call.status]
    reason = one_line(_reason(call)) if call.status == "failed" else ""
    if note := f"{word}: {reason}" if reason else word:
        line.append(f"  {note}", style="red" if call.status == "failed" else "dim")
    return line


def tool_call(call: ToolCall) -> RenderableType:
    """The line, and below it what was edited or printed."""
    return Group(tool_call_line(call), *tool_call_details(call))


def tool_call_details(call: ToolCall) -> Iterator[RenderableType]:
    """What the tool call edits, and the end of what its command printed."""
    for edit in file_edits(call.content):
        yield indented(render_edit(edit))
    if call.kind == "execute" and (output := _output(call)):
        yield indented(_tail(output))


def _tail(output: str) -> Text:
    lines = output.splitlines()
    hidden = len(lines) - MAX_OUTPUT_LINES
    above = [f"… {hidden} lines above"] if hidden > 0 else []
    return Text("\n".join([*above, *lines[-MAX_OUTPUT_LINES:]]), style="dim")


def _output(call: ToolCall) -> str:
    pieces = [_text_of(item) for item in call.content]
    return plain("\n".join(piece for piece in pieces if piece)).strip("\n")


def _text_of(item: dict[str, Any]) -> str:
    if item.get("type") == "terminal":
        return str(item.get("output") or "")
    content = item.get("content")
    text = content.get("text") if isinstance(content, dict) else None
    return _without_fence(text) if isinstance(text, str) else ""


def _without_fence(text: str) -> str:
    """Agents put a command's output into a Markdown fence."""
    lines = text.strip("\n").splitlines()
    if len(lines) >= 2 and lines[0].startswith("```") and lines[-1] == "```":
        return "\n".join(lines[1:-1])
    return text


def _reason(call: ToolCall) -> str:
    if call.kind == "execute":
        output = call.raw_output
        code = output.get("exitCode") if isinstance(output, dict) else None
        return "" if code is None else f"exit code {code}"
    return _output(call)
