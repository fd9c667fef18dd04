"""`easel/permission/respond` and `easel/elicitation/respond`."""

from easel_conversation.inputs import RespondElicitation, RespondPermission
from easel_server.errors import InvalidParams
from easel_server.features.context import Context
from easel_server.protocol.asking import (
    ElicitationRespondParams,
    PermissionRespondParams,
    RespondResult,
)


async def respond_permission(context: Context, params: PermissionRespondParams) -> RespondResult:
    """Answer a permission request; the first answer wins."""
    if (params.option_id is None) == (not params.cancelled):
        raise InvalidParams("give either `optionId` or `cancelled: true`", "$.optionId")
    conversation = await context.conversation(params.conversation_id)
    decision = conversation.dispatch(
        RespondPermission(params.permission_id, params.option_id, context.editor.name)
    )
    return RespondResult(accepted=bool(decision.events))


async def respond_elicitation(context: Context, params: ElicitationRespondParams) -> RespondResult:
    """Answer a request for input; the first answer wins."""
    conversation = await context.conversation(params.conversation_id)
    decision = conversation.dispatch(
        RespondElicitation(
            params.elicitation_id, params.action, params.content, context.editor.name
        )
    )
    return RespondResult(accepted=bool(decision.events))
