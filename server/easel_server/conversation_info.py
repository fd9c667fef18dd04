"""A conversation at a glance, made from its state."""

from easel_conversation.clock import iso
from easel_conversation.state import ConversationState
from easel_server.locations import to_uri
from easel_server.protocol.shapes import ConversationInfo


def conversation_info(state: ConversationState) -> ConversationInfo:
    """What the wire says of the conversation."""
    session = state.session
    return ConversationInfo(
        id=state.id,
        title=state.title,
        cwd=to_uri(state.cwd),
        agent=state.agent,
        acp_session_id=session.acp_session_id,
        acp_agent_name=session.agent_name,
        acp_agent_version=session.agent_version,
        execution_status=state.execution_status,
        process_status=state.process,
        memory=state.memory,
        access="owner",
        lease=None,
        queued=len(state.queue),
        usage=state.usage,
        turns=state.turns,
        created_at=iso(state.created_at_ms),
        updated_at=iso(state.updated_at_ms),
        seq=state.seq,
        parked_cause=state.parked_cause,
        process_error=state.process_error,
        modes=session.modes,
        config_options=session.config_options,
        commands=session.commands,
    )
