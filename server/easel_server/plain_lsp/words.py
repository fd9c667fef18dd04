"""How things are said to people in plain LSP. Pure."""

from typing import Final

from easel_conversation.events import TurnEnded
from easel_conversation.state import ConversationState
from easel_conversation.values import EndReason, ToolCall, ToolCallStatus
from easel_server.cli.render.plain import one_line

TITLE_WIDTH: Final = 80

_ENDINGS: Final[dict[EndReason, str]] = {
    "completed": "Done",
    "truncated": "Cut off: the agent reached a limit",
    "refused": "The agent refused",
    "cancelled": "Stopped",
    "cancelledForced": "Stopped by force: the agent did not answer",
    "interrupted": "Interrupted",
    "crashed": "The agent's process died",
    "orphaned": "Given up: the agent never said that it was done",
    "failed": "Failed",
}
_TOOL_STATUS: Final[dict[ToolCallStatus, str]] = {
    "pending": "waits",
    "in_progress": "runs",
    "completed": "done",
    "failed": "failed",
    "cancelled": "stopped",
    "interrupted": "broken off",
}


def title_of(state: ConversationState) -> str:
    """The name of a conversation: its title, or who it is with."""
    return one_line(state.title or state.agent, TITLE_WIDTH)


def ending(event: TurnEnded) -> str:
    """How a turn ended, on one line."""
    words = _ENDINGS[event.reason]
    return words if event.error is None else f"{words}: {one_line(event.error.message)}"


def tool_call_words(call: ToolCall) -> str:
    """A tool call on one line, with its status."""
    return f"{one_line(call.title, TITLE_WIDTH)} ({_TOOL_STATUS[call.status]})"
