"""What the server tells an editor that announced itself."""

from typing import Annotated

from msgspec import Meta

from easel_conversation.events import Event
from easel_conversation.ids import AcpSessionId, ConversationId
from easel_conversation.values import SessionLoadError, SessionLoadFallback
from easel_server.protocol.base import Notification, Params
from easel_server.protocol.shapes import AgentInfo, ConversationInfo


class DidUpdateParams(Params, frozen=True):
    """News of a conversation that is open."""

    conversation_id: ConversationId
    events: Annotated[tuple[Event, ...], Meta(description="In `seq` order, gapless.")]


class DidChangeParams(Params, frozen=True):
    """A conversation at a glance, after a change."""

    conversation: ConversationInfo


class DidDeleteParams(Params, frozen=True):
    """A conversation is gone."""

    conversation_id: ConversationId


class SessionLoadFailedParams(Params, frozen=True):
    """The agent's session could not be restored."""

    conversation_id: ConversationId
    error: SessionLoadError
    fallback: SessionLoadFallback
    previous_session_id: AcpSessionId
    new_session_id: AcpSessionId | None = None


class AgentsDidChangeParams(Params, frozen=True):
    """The agents that can be chosen now."""

    agents: tuple[AgentInfo, ...]


NOTIFICATIONS = (
    Notification(
        "easel/conversation/didUpdate",
        DidUpdateParams,
        "New events of an open conversation: at most one message per frame (16 ms), the first "
        "of a burst at once.",
    ),
    Notification(
        "easel/conversation/didChange",
        DidChangeParams,
        "A conversation, open or not, has another title, status or the like.",
    ),
    Notification(
        "easel/conversation/didDelete",
        DidDeleteParams,
        "A conversation, open or not, was deleted, by any editor of any server. Nothing follows "
        "of it until it is restored.",
    ),
    Notification(
        "easel/conversation/sessionLoadFailed",
        SessionLoadFailedParams,
        "The agent's session could not be restored, why, and what happens instead.",
    ),
    Notification(
        "easel/agents/didChange", AgentsDidChangeParams, "The list of agents is another one now."
    ),
)
