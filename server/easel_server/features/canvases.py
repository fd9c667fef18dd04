"""`easel/canvas/*`."""

from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from easel_canvas.errors import UnknownInstance
from easel_canvas.host.requests import OpenRequest
from easel_canvas.model.channels import canvas_channel, instance_of, session_of
from easel_canvas.profiles import DEFAULT_PROFILE, PROFILES
from easel_canvas.values import CanvasId, InstanceId, ProviderId, SessionId
from easel_conversation.ids import ConversationId
from easel_conversation.state import ConversationState
from easel_server.features.context import Context
from easel_server.protocol.base import Empty
from easel_server.protocol.canvases import (
    CanvasCloseParams,
    CanvasListResult,
    CanvasOpenParams,
    CanvasOpenResult,
    OpenCanvas,
)
from easel_server.protocol.conversation import ConversationParams

if TYPE_CHECKING:
    from easel_canvas.host.session import CanvasSession


async def open_(context: Context, params: CanvasOpenParams) -> CanvasOpenResult:
    """Open a canvas, or bring an open one to the front."""
    canvases = await canvases_of(context, params.conversation_id)
    provider_id = params.extension_id
    instance_id = params.instance_id
    request = OpenRequest(
        CanvasId(params.canvas_id),
        None if provider_id is None else ProviderId(provider_id),
        None if instance_id is None else InstanceId(instance_id),
        params.input,
    )
    state = await canvases.open(request)
    return CanvasOpenResult(
        channel=canvases.channel(state.instance_id), instance_id=state.instance_id
    )


async def list_(context: Context, params: ConversationParams) -> CanvasListResult:
    """What can be opened, and what is open: named as the default profile does."""
    conversation = await context.core.store.read(params.conversation_id)
    if conversation.sight.held_elsewhere:
        return _open_elsewhere(conversation.told)
    canvases = await canvases_of(context, params.conversation_id)
    told = PROFILES[DEFAULT_PROFILE].session_state(canvases.id, canvases.state)
    lists = {"declarations": told.get("canvases", ()), "open": told.get("openCanvases", ())}
    return msgspec.convert(lists, CanvasListResult)


def _open_elsewhere(state: ConversationState) -> CanvasListResult:
    """Canvases of a conversation that another server has: here nothing can be done with them."""
    return CanvasListResult(
        declarations=(),
        open=tuple(
            OpenCanvas(
                instance_id=kept.instance_id,
                channel=canvas_channel(SessionId(state.id), InstanceId(kept.instance_id)),
                canvas_id=kept.canvas_id,
                extension_id=kept.extension_id,
                availability="stale",
                extension_name=kept.extension_name,
                title=kept.title,
            )
            for kept in state.canvases
        ),
    )


async def close(context: Context, params: CanvasCloseParams) -> Empty:
    """Close a canvas for a person."""
    canvases = await canvases_at(context, params.channel)
    instance_id = instance_of(params.channel)
    with suppress(UnknownInstance):
        canvases.put_away(instance_id or InstanceId(""))
    return Empty()


async def canvases_of(context: Context, conversation_id: ConversationId) -> "CanvasSession":
    """The canvases of a conversation.

    Raises:
        ConversationNotFound: there is none of that id.
        StorageFailed: the disk does not give it.
    """
    conversation = await context.conversation(conversation_id)
    canvases = await context.core.canvases.load()
    return canvases.of(conversation)


async def canvases_at(context: Context, channel: str) -> "CanvasSession":
    """The canvases of the conversation that a channel belongs to.

    Raises:
        ConversationNotFound: there is none.
        StorageFailed: the disk does not give it.
    """
    conversation_id = ConversationId(session_of(channel) or channel[:200])
    return await canvases_of(context, conversation_id)
