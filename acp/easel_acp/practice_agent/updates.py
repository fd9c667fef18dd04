"""The session updates that a turn sends of its own accord."""

from collections.abc import Callable

from easel_acp import sdk
from easel_acp.practice_agent.usage import CONTEXT_SIZE, TokenCounts

ChunkOf = Callable[[str, str], sdk.AgentMessageChunk | sdk.AgentThoughtChunk]
"""Makes a chunk out of its text and the id of its message."""

STOPPED = "Stopped."


def message_chunk(text: str, message_id: str) -> sdk.AgentMessageChunk:
    """Make a piece of an answer."""
    return sdk.AgentMessageChunk(
        session_update="agent_message_chunk",
        content=sdk.text_block(text),
        message_id=message_id,
    )


def thought_chunk(text: str, message_id: str) -> sdk.AgentThoughtChunk:
    """Make a piece of a thought."""
    return sdk.AgentThoughtChunk(
        session_update="agent_thought_chunk",
        content=sdk.text_block(text),
        message_id=message_id,
    )


def stopped(tool_call_id: str) -> sdk.ToolCallProgress:
    """Close a tool call that a cancel interrupted; ACP 1 has no status of its own for that."""
    return sdk.update_tool_call(tool_call_id, status="failed", raw_output={"error": STOPPED})


def titled(title: str | None) -> sdk.SessionInfoUpdate:
    """Tell the title of the session."""
    return sdk.SessionInfoUpdate(session_update="session_info_update", title=title)


def touched(updated_at: str) -> sdk.SessionInfoUpdate:
    """Tell when something last happened in the session."""
    return sdk.SessionInfoUpdate(session_update="session_info_update", updated_at=updated_at)


def used(turn: TokenCounts) -> sdk.UsageUpdate:
    """Tell how full the context is after a turn. It costs nothing, and says so."""
    return sdk.UsageUpdate(
        session_update="usage_update",
        used=min(turn.input + turn.output, CONTEXT_SIZE),
        size=CONTEXT_SIZE,
        cost=sdk.Cost(amount=0.0, currency="USD"),
    )
