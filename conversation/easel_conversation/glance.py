"""A conversation at a glance: what a list shows of it, and what is known without its events."""

from easel_conversation.clock import iso
from easel_conversation.ids import AcpSessionId, AgentName, ConversationId
from easel_conversation.state import ConversationState
from easel_conversation.values import (
    ErrorInfo,
    ExecutionStatus,
    JsonObject,
    Memory,
    ParkedCause,
    ProcessStatus,
    Shape,
    Usage,
)


class Glance(Shape, frozen=True):
    """`cwd` is a path. Times are ISO 8601 UTC with milliseconds; they sort as texts."""

    id: ConversationId
    agent: AgentName
    cwd: str
    created_at: str
    title: str = ""
    renamed: bool = False
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


def glance_at(state: ConversationState) -> Glance:
    """The glance of a state."""
    session = state.session
    return Glance(
        id=state.id,
        agent=state.agent,
        cwd=state.cwd,
        created_at=iso(state.created_at_ms),
        title=state.title,
        renamed=state.renamed,
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
    )
