"""A conversation at a glance: what a list shows of it, and what is known without its events."""

from typing import Final

from msgspec.structs import replace

from easel_conversation.clock import iso
from easel_conversation.ids import AcpSessionId, AgentName, ConversationId
from easel_conversation.last_line import last_line
from easel_conversation.state import ConversationState
from easel_conversation.values import (
    ErrorInfo,
    ExecutionStatus,
    ForkOrigin,
    JsonObject,
    Memory,
    ParkedCause,
    ProcessStatus,
    Shape,
    Usage,
)

_UNDER_WAY: Final[frozenset[ExecutionStatus]] = frozenset(
    {"starting", "running", "waitingForPermission", "cancelling"}
)


class Glance(Shape, frozen=True):
    """`cwd` is a path. Times are ISO 8601 UTC with milliseconds; they sort as texts."""

    id: ConversationId
    agent: AgentName
    cwd: str
    created_at: str
    title: str = ""
    updated_at: str = ""
    seq: int = 0
    turns: int = 0
    queued: int = 0
    execution_status: ExecutionStatus = "idle"
    process_status: ProcessStatus = "none"
    parked_cause: ParkedCause | None = None
    process_error: ErrorInfo | None = None
    memory: Memory = "new"
    usage: Usage = Usage()
    acp_session_id: AcpSessionId | None = None
    acp_agent_name: str | None = None
    acp_agent_version: str | None = None
    modes: JsonObject | None = None
    config_options: tuple[JsonObject, ...] | None = None
    commands: tuple[JsonObject, ...] | None = None
    forked_from: ForkOrigin | None = None
    recap: bool = False
    last_line: str | None = None


def glance_at(state: ConversationState) -> Glance:
    """The glance of a state."""
    session = state.session
    return Glance(
        id=state.id,
        agent=state.agent,
        cwd=state.cwd,
        created_at=iso(state.created_at_ms),
        title=state.title,
        updated_at=iso(state.updated_at_ms),
        seq=state.seq,
        turns=state.turns,
        queued=len(state.queue),
        execution_status=state.execution_status,
        process_status=state.process,
        parked_cause=state.parked_cause,
        process_error=state.process_error,
        memory=state.memory,
        usage=state.usage,
        acp_session_id=session.acp_session_id,
        acp_agent_name=session.agent_name,
        acp_agent_version=session.agent_version,
        modes=session.modes,
        config_options=session.config_options,
        commands=session.commands,
        forked_from=state.forked_from,
        recap=state.recap is not None,
        last_line=last_line(state.last_words),
    )


def at_rest(glance: Glance) -> Glance:
    """The same conversation when nobody works on it: a turn that was under way is orphaned."""
    under_way = glance.execution_status in _UNDER_WAY
    return replace(
        glance,
        execution_status="error" if under_way else glance.execution_status,
        process_status="none",
        parked_cause=None,
        process_error=None,
    )
