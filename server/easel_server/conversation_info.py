"""A conversation as the wire tells of it."""

from easel_conversation.sight import Sight
from easel_server.locations import to_uri
from easel_server.protocol.shapes import Access, ConversationInfo


def access_to(sight: Sight) -> Access:
    """What this server may do with the conversation."""
    return "observer" if sight.held_elsewhere else "owner"


def conversation_info(sight: Sight, access: Access | None = None) -> ConversationInfo:
    """What the wire says of the conversation. `access`: where an editor may do less."""
    glance = sight.glance
    return ConversationInfo(
        id=glance.id,
        title=glance.title,
        cwd=to_uri(glance.cwd),
        agent=glance.agent,
        acp_session_id=glance.acp_session_id,
        acp_agent_name=glance.acp_agent_name,
        acp_agent_version=glance.acp_agent_version,
        execution_status=glance.execution_status,
        process_status=glance.process_status,
        memory=glance.memory,
        access=access or access_to(sight),
        lease=sight.lease,
        queued=glance.queued,
        usage=glance.usage,
        turns=glance.turns,
        created_at=glance.created_at,
        updated_at=glance.updated_at,
        seq=glance.seq,
        parked_cause=glance.parked_cause,
        process_error=glance.process_error,
        modes=glance.modes,
        config_options=glance.config_options,
        commands=glance.commands,
        forked_from=glance.forked_from,
        recap=glance.recap,
        last_line=glance.last_line,
    )
