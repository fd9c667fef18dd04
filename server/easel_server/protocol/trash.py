"""`easel/conversation/trash/*` and `restore`."""

from typing import Annotated

from msgspec import Meta

from easel_server.protocol.base import Info, Params, Request
from easel_server.protocol.conversation import NAMED, ConversationParams, ConversationResult
from easel_server.protocol.shapes import ConversationInfo


class TrashListParams(Params, frozen=True):
    """Which conversations; all by default."""

    query: Annotated[
        str | None, Meta(description="With all these words, as in `easel/conversation/list`.")
    ] = None


class DeletedConversation(Info, frozen=True):
    """A conversation in the trash."""

    conversation: ConversationInfo
    deleted_at: str
    restorable_until: Annotated[
        str,
        Meta(description="Then it is removed for good; sooner if more is deleted than is kept."),
    ]


class TrashListResult(Params, frozen=True):
    """What is in the trash."""

    conversations: Annotated[
        tuple[DeletedConversation, ...], Meta(description="The last deleted first.")
    ]


REQUESTS = (
    Request(
        "easel/conversation/trash/list",
        TrashListParams,
        TrashListResult,
        "The conversations that were deleted and can be restored.",
    ),
    Request(
        "easel/conversation/restore",
        ConversationParams,
        ConversationResult,
        "Take a conversation out of the trash.",
        (*NAMED, "invalidState"),
    ),
)
