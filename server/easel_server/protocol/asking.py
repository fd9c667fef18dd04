"""`easel/permission/*` and `easel/elicitation/*`."""

from typing import Annotated

from msgspec import Meta

from easel_conversation.ids import ElicitationId, PermissionId
from easel_conversation.values import ElicitationAction, JsonObject
from easel_server.protocol.base import Params, Request
from easel_server.protocol.conversation import ConversationParams


class PermissionRespondParams(ConversationParams, frozen=True):
    """An answer: `optionId`, or `cancelled: true`."""

    permission_id: PermissionId
    option_id: str | None = None
    cancelled: bool | None = None


class ElicitationRespondParams(ConversationParams, frozen=True):
    """An answer; `content` fits the requested schema when the action is `accept`."""

    elicitation_id: ElicitationId
    action: ElicitationAction
    content: JsonObject | None = None


class RespondResult(Params, frozen=True):
    """Whether this was the answer that counted."""

    accepted: Annotated[bool, Meta(description="false: already answered")]


REQUESTS = (
    Request(
        "easel/permission/respond",
        PermissionRespondParams,
        RespondResult,
        "Answer a permission request. The first answer of any editor wins.",
        ("conversationNotFound", "notOwner", "invalidState"),
    ),
    Request(
        "easel/elicitation/respond",
        ElicitationRespondParams,
        RespondResult,
        "Answer a request for input.",
        ("conversationNotFound", "notOwner"),
    ),
)
