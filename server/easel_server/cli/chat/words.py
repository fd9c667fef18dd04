"""What a chat tells the person about itself. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from easel_conversation.values import JsonObject
from easel_server.cli.program import called_as
from easel_server.cli.render.notes import prompt_text
from easel_server.cli.render.plain import one_line
from easel_server.cli.render.trim import Trimmed
from easel_server.protocol.canvases import OpenCanvas
from easel_server.protocol.queue import QueueResult
from easel_server.protocol.shapes import AgentInfo, ConversationInfo
from easel_server.protocol.status import StatusResult

IDLE_HINT = "Nothing is running. Ctrl-D leaves, /help helps."


def banner(info: ConversationInfo, cwd: str) -> Text:
    """The first lines of a conversation."""
    head = Text.assemble((info.agent, "bold"), (f" in {one_line(cwd)}", "dim"))
    return head.append("\nType a prompt. /help helps, Ctrl-D leaves.\n", style="dim")


def how_to_resume(info: ConversationInfo) -> str:
    """What brings the conversation back."""
    return f"Go on with this conversation: {called_as()} chat --resume {info.id}"


def farewell(info: ConversationInfo) -> Text:
    """The last line of a chat."""
    return Text(how_to_resume(info), style="dim")


def note(sentence: str) -> Text:
    """Something in passing."""
    return Text(one_line(sentence), style="dim")


def problem(sentence: str) -> Text:
    """Something that did not work."""
    return Text(sentence, style="red")


def mode_name(info: ConversationInfo) -> str | None:
    """The name of the mode that the session is in."""
    modes = info.modes or {}
    for mode in modes.get("availableModes", []):
        if mode.get("id") == modes.get("currentModeId"):
            return one_line(str(mode.get("name") or mode.get("id")), 30)
    return None


def modes(info: ConversationInfo) -> RenderableType:
    """The modes, with a mark at the present one."""
    offered = (info.modes or {}).get("availableModes", [])
    if not offered:
        return note("This agent offers no modes, or has not started yet.")
    present = (info.modes or {}).get("currentModeId")
    rows = ((m.get("id"), m.get("description") or m.get("name")) for m in offered)
    return _choices((str(id_), str(what or ""), id_ == present) for id_, what in rows)


def options(info: ConversationInfo) -> RenderableType:
    """The agent's options with their values."""
    offered = info.config_options or ()
    if not offered:
        return note("This agent offers no options, or has not started yet.")
    table = _grid()
    for option in offered:
        value = _shown(option.get("currentValue"))
        values = ", ".join(value for value, _ in option_values(option))
        table.add_row("", str(option.get("id")), f"{value}  ({values})")
    return Trimmed(table)


def option_values(option: JsonObject) -> Iterator[tuple[str, str]]:
    """The values of an option with their names; of groups the members."""
    if option.get("type") == "boolean":
        yield from (("true", "on"), ("false", "off"))
        return
    for entry in option.get("options") or ():
        for choice in entry.get("options") or (entry,):
            yield str(choice.get("value")), str(choice.get("name", ""))


def agents(known: Iterable[AgentInfo], present: str) -> RenderableType:
    """The agents; of those that cannot start the reason."""
    return _choices(
        (agent.id, agent.name if agent.available else f"✗ {agent.reason}", agent.id == present)
        for agent in known
    )


def status(result: StatusResult) -> RenderableType:
    """The agents' processes and the server's memory."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("PID", "AGENT", "STATE", "MEMORY", "SINCE"):
        table.add_column(heading)
    for process in result.processes:
        memory = "" if process.rss_bytes is None else _megabytes(process.rss_bytes)
        since = process.started_at[:19].replace("T", " ")
        table.add_row(str(process.pid), process.agent, process.status, memory, f"{since} UTC")
    table.add_row("", "(the server)", "", _megabytes(result.rss_bytes), "")
    return Trimmed(table)


def queue(result: QueueResult) -> RenderableType:
    """What waits."""
    if not result.prompts:
        return note("Nothing waits.")
    lines = [
        f"{number} {one_line(prompt_text(waiting.prompt), 70)}"
        for number, waiting in enumerate(result.prompts, 1)
    ]
    if result.parked:
        lines.append("The queue stands still since the Stop. /queue run sends it.")
    return Text("\n".join(lines), style="dim")


def canvases(found: Sequence[OpenCanvas]) -> RenderableType:
    """What is open."""
    if not found:
        return note("No canvas is open.")
    table = _grid()
    for canvas in found:
        title = one_line(canvas.title or canvas.canvas_id)
        stale = "" if canvas.availability == "ready" else " (not available now)"
        table.add_row("", canvas.instance_id, f"{title}{stale}")
    return Trimmed(table)


def help_text(
    own: Iterable[tuple[str, str]], of_agent: Iterable[tuple[str, str]]
) -> RenderableType:
    """The keys, Easel's commands and the agent's."""
    table = _grid()
    for group in (_KEYS, own, of_agent):
        for word, meaning in group:
            table.add_row("", word, meaning)
        table.add_row("", "", "")
    return Trimmed(table)


def command_summary(command: JsonObject) -> str:
    """What a command of the agent does."""
    return one_line(str(command.get("description", "")), 60)


_KEYS = (
    ("Enter", "Send; while the agent works, the prompt waits"),
    ("Alt-Enter", "Begin a new line"),
    ("Ctrl-C", "Stop the answer; again if the agent does not react"),
    ("Ctrl-D", "Leave"),
    ("@file", "Point the agent to a file; Tab completes"),
)


def _choices(rows: Iterable[tuple[str, str, bool]]) -> RenderableType:
    table = _grid()
    for word, meaning, is_present in rows:
        table.add_row("*" if is_present else "", word, one_line(meaning))
    return Trimmed(table)


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=1)
    grid.add_column(no_wrap=True, style="cyan")
    grid.add_column()
    return grid


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else one_line(str(value), 40)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"
