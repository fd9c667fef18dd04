"""What a request handler has at hand."""

from dataclasses import dataclass

from easel_conversation.conversation import Conversation
from easel_conversation.glance import glance_at
from easel_conversation.ids import ConversationId
from easel_server.conversation_info import conversation_info
from easel_server.core import Core
from easel_server.editors.editor import Editor
from easel_server.protocol.conversation import ConversationResult


@dataclass(frozen=True, slots=True)
class Context:
    """The core, and the editor that asks."""

    core: Core
    editor: Editor

    async def conversation(self, conversation_id: ConversationId) -> Conversation:
        """The conversation that the request names.

        Raises:
            ConversationNotFound: there is none.
            StorageFailed: the disk does not give it.
        """
        return await self.core.store.get(conversation_id)


def as_result(conversation: Conversation) -> ConversationResult:
    """The answer of the many requests that end with a look at the conversation."""
    return ConversationResult(conversation=conversation_info(glance_at(conversation.told)))
