"""What a request handler has at hand."""

from dataclasses import dataclass

from msgspec import to_builtins

from easel_conversation.conversation import Conversation
from easel_conversation.ids import ConversationId
from easel_conversation.lease.errors import LeaseHeld
from easel_conversation.readable import Readable
from easel_server.conversation_info import conversation_info
from easel_server.core import Core
from easel_server.editors.editor import Editor
from easel_server.errors import EaselError
from easel_server.protocol.conversation import ConversationResult


@dataclass(frozen=True, slots=True)
class Context:
    """The core, and the editor that asks."""

    core: Core
    editor: Editor

    async def conversation(self, conversation_id: ConversationId) -> Conversation:
        """The conversation that the request names, which is ours then.

        Raises:
            ConversationNotFound: there is none.
            StorageFailed: the disk does not give it.
            EaselError: another server has it (`notOwner`).
        """
        try:
            return await self.core.store.get(conversation_id)
        except LeaseHeld as held:
            raise EaselError("notOwner", str(held), to_builtins(held.lease)) from held


def as_result(conversation: Readable) -> ConversationResult:
    """The answer of the many requests that end with a look at the conversation."""
    return ConversationResult(conversation=conversation_info(conversation.sight))
