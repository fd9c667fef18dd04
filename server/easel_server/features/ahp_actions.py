"""`easel/ahp/*` notifications of editors. AHP answers them with an action, or not at all."""

import logging
import secrets
from typing import TYPE_CHECKING

from easel_canvas.errors import UnknownInstance
from easel_canvas.model.actions import Action, ActiveClientRemoved, ActiveClientSet, Unknown
from easel_canvas.model.channels import instance_of, session_channel, session_of
from easel_canvas.model.envelope import Origin
from easel_canvas.model.state import ActiveClient
from easel_canvas.profiles.errors import NotUnderstood
from easel_canvas.values import Channel, client_provider_id
from easel_conversation.errors import ConversationError, ConversationNotFound
from easel_conversation.ids import ConversationId
from easel_server.canvases.editor_provider import EditorProvider
from easel_server.editors.ahp_client import AhpClient, is_client_id
from easel_server.errors import EaselError
from easel_server.features.canvases import canvases_at
from easel_server.features.context import Context
from easel_server.protocol.ahp import AhpChannelParams, AhpDispatchParams

if TYPE_CHECKING:
    from easel_canvas.host.session import CanvasSession

logger = logging.getLogger(__name__)


def unsubscribe(context: Context, params: AhpChannelParams) -> None:
    """Follow a channel no longer."""
    if context.editor.ahp is not None:
        context.editor.ahp.leave(Channel(params.channel))


def dispatch_action(context: Context, params: AhpDispatchParams) -> None:
    """Take an action. What is about a channel that does not exist is ignored, as AHP has it."""
    client = context.editor.ahp
    session = session_of(params.channel)
    is_channel = session is not None and (
        instance_of(params.channel) is not None or params.channel == session_channel(session)
    )
    if client is None or session is None or not is_channel:
        logger.info("%s: an action for %.200s is ignored", context.editor.name, params.channel)
        return
    canvases = _at_hand(context, ConversationId(session))
    if canvases is None:
        context.editor.session.tasks.start_soon(_bring_back_first, context, client, params)
    else:
        _take(context, client, canvases, params)


def _at_hand(context: Context, conversation_id: ConversationId) -> "CanvasSession | None":
    """The canvases of a conversation, if that takes no time."""
    try:
        conversation = context.core.store.in_memory(conversation_id)
    except ConversationNotFound:
        return None
    return context.core.canvases.of(conversation)


async def _bring_back_first(context: Context, client: AhpClient, params: AhpDispatchParams) -> None:
    try:
        canvases = await canvases_at(context, params.channel)
    except (ConversationError, EaselError) as error:
        logger.info("%s: an action is ignored: %s", context.editor.name, error)
        return
    _take(context, client, canvases, params)


def _take(
    context: Context, client: AhpClient, canvases: "CanvasSession", params: AhpDispatchParams
) -> None:
    action, fault = _read(client, canvases, params)
    origin = Origin(_client_id(context, client, action), params.client_seq)
    instance_id = instance_of(params.channel)
    try:
        if fault is not None:
            canvases.reject(instance_id, action, origin, fault)
        elif instance_id is not None:
            canvases.dispatch(instance_id, action, origin)
        else:
            _take_of_session(context, client, canvases, action, origin)
    except UnknownInstance as error:
        logger.info("%s: an action is ignored: %s", context.editor.name, error)


def _read(
    client: AhpClient, canvases: "CanvasSession", params: AhpDispatchParams
) -> tuple[Action, str | None]:
    """The action, and what is wrong with it."""
    try:
        return client.profile.read_action(canvases.id, params.action), None
    except NotUnderstood as error:
        return Unknown(type=str(params.action.get("type"))[:100]), f"This makes no sense: {error}."


def _take_of_session(
    context: Context, client: AhpClient, canvases: "CanvasSession", action: Action, origin: Origin
) -> None:
    match action:
        case ActiveClientSet(client=active):
            provider = _provider(context, client, active)
            canvases.clients.set(active, provider, origin)
        case ActiveClientRemoved(client_id=client_id):
            canvases.clients.remove(client_id, origin)
        case _:
            canvases.reject(None, action, origin, "An editor may not originate this.")


def _provider(context: Context, client: AhpClient, active: ActiveClient) -> EditorProvider | None:
    providing = client.profile.providing
    if providing is None or not active.declarations:
        return None
    return EditorProvider(
        context.editor.session,
        providing,
        client_provider_id(active.client_id),
        active.display_name or active.client_id,
        active.declarations,
    )


def _client_id(context: Context, client: AhpClient, action: Action) -> str:
    """How the editor calls itself: as it announced, else as it first says, else as we say."""
    if client.client_id is None or client.named_by_us:
        taken = {editor.ahp.client_id for editor in context.core.editors.values() if editor.ahp}
        said = action.client.client_id if isinstance(action, ActiveClientSet) else None
        if said is not None and is_client_id(said) and said not in taken:
            client.client_id, client.named_by_us = said, False
    if client.client_id is None:
        client.client_id, client.named_by_us = f"editor-{secrets.token_hex(4)}", True
    return client.client_id
