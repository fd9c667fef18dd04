"""`easel/conversation/trash/*` and `restore`."""

from typing import Final

from easel_conversation.clock import from_iso, iso
from easel_conversation.sight import Sight
from easel_server.conversation_info import conversation_info
from easel_server.features.context import Context
from easel_server.protocol.conversation import ConversationParams, ConversationResult
from easel_server.protocol.notifications import DidChangeParams
from easel_server.protocol.trash import DeletedConversation, TrashListParams, TrashListResult

DAY_MS: Final = 24 * 60 * 60 * 1000


async def list_(context: Context, params: TrashListParams) -> TrashListResult:
    """The conversations that were deleted and can be restored."""
    found = await context.core.store.trash.list(params.query or "")
    kept_ms = round(context.core.settings.limits.trash_days * DAY_MS)
    return TrashListResult(
        conversations=tuple(
            DeletedConversation(
                conversation=conversation_info(Sight(each.glance)),
                deleted_at=each.deleted_at,
                restorable_until=iso(from_iso(each.deleted_at) + kept_ms),
            )
            for each in found
        )
    )


async def restore(context: Context, params: ConversationParams) -> ConversationResult:
    """Take a conversation out of the trash."""
    glance = await context.core.store.trash.restore(params.conversation_id)
    info = conversation_info(Sight(glance))
    for other in context.core.editors.values():
        if other is not context.editor:
            other.notify("easel/conversation/didChange", DidChangeParams(conversation=info))
    return ConversationResult(conversation=info)
