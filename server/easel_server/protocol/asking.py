"""`easel/permission/*` and `easel/elicitation/*`."""

from typing import Annotated

from msgspec import Meta

from easel_conversation.ids import ElicitationId, PermissionId
from easel_conversation.values import ElicitationAction, JsonObject
from easel_server.protocol.base import Params, Request
from easel_server.protocol.conversation import ConversationParams


class PermissionRespondParams(ConversationParams, frozen=True):
    """An answer: either `optionId` or `cancelled: true`."""

    permission_id: PermissionId
    option_id: Annotated[
        str | None, Meta(description="The `optionId` of one of the options that are offered.")
    ] = None
    cancelled: Annotated[bool | None, Meta(description="True: nobody chose.")] = None


class ElicitationRespondParams(ConversationParams, frozen=True):
    """An answer."""

    elicitation_id: ElicitationId
    action: ElicitationAction
    content: Annotated[
        JsonObject | None, Meta(description="With `accept`: values that fit `requestedSchema`.")
    ] = None


class RespondResult(Params, frozen=True):
    """Whether this was the answer that counted."""

    accepted: Annotated[bool, Meta(description="False: it was answered before.")]


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
        "Answer a request for input. The first answer of any editor wins.",
        ("conversationNotFound", "notOwner"),
    ),
)
