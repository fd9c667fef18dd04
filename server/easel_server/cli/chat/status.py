"""The line above the input, and the one at the bottom of the screen. Pure."""

from collections.abc import Iterator
from datetime import datetime

from rich.text import Text

from easel_server.cli.chat.turn_state import TurnState
from easel_server.cli.chat.words import mode_name
from easel_server.cli.render.plain import one_line
from easel_server.cli.render.usage import usage_facts
from easel_server.protocol.shapes import ConversationInfo


def activity(turn: TurnState, info: ConversationInfo, now: datetime) -> Text | None:
    """What is going on and what Ctrl-C would do; None if nothing is."""
    if turn.rung == "timeout":
        question = "The agent did not answer. Force it to stop? Press Ctrl-C again."
        return Text(question, style="bold yellow")
    if turn.rung is not None:
        return Text("Stopping…", style="yellow")
    if turn.is_running:
        seconds = max(0, round((now - datetime.fromisoformat(turn.started_at)).total_seconds()))
        return Text(f"{_doing(info)}… {seconds} s · Ctrl-C stops", style="dim")
    return None


def _doing(info: ConversationInfo) -> str:
    if info.execution_status == "waitingForPermission":
        return "Waiting for your answer"
    return "Starting the agent" if info.process_status == "starting" else "Working"


def toolbar(info: ConversationInfo) -> str:
    """Which agent this is, in which mode, how full its context is, what it has cost."""
    return " · ".join(filter(None, _facts(info)))


def _facts(info: ConversationInfo) -> Iterator[str]:
    name = info.acp_agent_name or info.agent
    yield one_line(f"{name} {info.acp_agent_version or ''}", 40)
    yield mode_name(info) or ""
    yield from usage_facts(info.usage)
    if info.queued:
        yield f"{info.queued} queued"
