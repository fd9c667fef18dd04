"""All conversations of a server."""

import uuid
from collections.abc import Callable, Iterator

from easel_conversation.conversation import Agent, Conversation
from easel_conversation.errors import ConversationNotFound
from easel_conversation.ids import AgentName, ConversationId, TurnId
from easel_conversation.log import MemoryLog
from easel_conversation.policy import Policy
from easel_conversation.state import ConversationState
from easel_conversation.values import JsonObject


class ConversationStore:
    """Makes conversations, finds them again, and lists them."""

    def __init__(
        self,
        connect: Callable[[Conversation], Agent],
        policy: Callable[[], Policy],
        now_ms: Callable[[], int],
    ) -> None:
        self._connect = connect
        self._policy = policy
        self._now_ms = now_ms
        self._conversations: dict[ConversationId, Conversation] = {}

    def __iter__(self) -> Iterator[Conversation]:
        return iter(tuple(self._conversations.values()))

    def create(
        self,
        *,
        agent: AgentName,
        cwd: str,
        title: str,
        additional_directories: tuple[str, ...],
        mcp_servers: tuple[JsonObject, ...],
    ) -> Conversation:
        """A new, idle conversation."""
        now = self._now_ms()
        state = ConversationState(
            id=ConversationId(uuid.uuid4().hex),
            agent=agent,
            cwd=cwd,
            created_at_ms=now,
            updated_at_ms=now,
            title=title,
            renamed=bool(title),
            additional_directories=additional_directories,
            mcp_servers=mcp_servers,
        )
        conversation = Conversation(state, MemoryLog(), self._connect, self._policy, self._now_ms)
        self._conversations[state.id] = conversation
        return conversation

    def get(self, conversation_id: ConversationId) -> Conversation:
        """The conversation of that id.

        Raises:
            ConversationNotFound: there is none.
        """
        try:
            return self._conversations[conversation_id]
        except KeyError:
            raise ConversationNotFound(conversation_id) from None

    def delete(self, conversation_id: ConversationId) -> None:
        """Forget the conversation. Its agent must have been let go.

        Raises:
            ConversationNotFound: there is none.
        """
        self.get(conversation_id).close()
        del self._conversations[conversation_id]

    def search(self, *, cwd: str | None, query: str | None) -> list[Conversation]:
        """Those in `cwd` whose title or agent contains every word of `query`, newest first."""
        words = (query or "").casefold().split()
        found = [
            conversation
            for conversation in self
            if (cwd is None or conversation.state.cwd == cwd)
            and all(word in _searchable(conversation) for word in words)
        ]
        return sorted(found, key=lambda c: (c.state.updated_at_ms, c.state.id), reverse=True)


def new_turn_id() -> TurnId:
    """An id that no other turn has."""
    return TurnId(uuid.uuid4().hex)


def _searchable(conversation: Conversation) -> str:
    return f"{conversation.state.title} {conversation.state.agent}".casefold()
