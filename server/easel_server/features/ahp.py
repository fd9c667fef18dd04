"""`easel/ahp/*` requests: canvases over the wire that AHP gave them."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec import convert

from easel_canvas.errors import (
    CanvasError,
    InvalidInput,
    ResourceNotFound,
    UnknownCanvas,
    UnknownInstance,
)
from easel_canvas.host.requests import OpenRequest
from easel_canvas.model.channels import instance_of, session_channel
from easel_canvas.model.envelope import Snapshot
from easel_canvas.model.state import CanvasState
from easel_canvas.profiles import Profile
from easel_canvas.provider import CONTENT_SCHEME, Resource
from easel_canvas.values import CanvasId, Channel, InstanceId, JsonObject, ProviderId
from easel_conversation.ids import ConversationId
from easel_server.canvases.ahp_session import session_fields
from easel_server.editors.ahp_client import AhpClient
from easel_server.errors import AhpError, EaselError, from_canvas_error
from easel_server.features.canvases import canvases_at
from easel_server.features.context import Context
from easel_server.protocol.ahp import (
    AhpCanvasOpenParams,
    AhpCanvasOpenResult,
    AhpCanvasParams,
    AhpChannelParams,
    AhpContent,
    AhpInvokeParams,
    AhpInvokeResult,
    AhpReadParams,
    AhpReadResult,
    AhpResourceReadParams,
    AhpResourceReadResult,
    AhpSnapshot,
    AhpSubscribeResult,
)
from easel_server.protocol.base import Empty

if TYPE_CHECKING:
    from easel_canvas.host.session import CanvasSession

NOT_FOUND = -32008


async def subscribe(context: Context, params: AhpChannelParams) -> AhpSubscribeResult:
    """Follow a channel."""
    client = client_of(context)
    canvases = await canvases_at(context, params.channel)
    with ahp_errors(client):
        snapshot, state = _look(context, client.profile, canvases, params.channel)
    client.follow(Channel(params.channel))
    return AhpSubscribeResult(
        snapshot=AhpSnapshot(resource=params.channel, state=state, from_seq=snapshot.from_seq)
    )


async def unsubscribe(context: Context, params: AhpChannelParams) -> Empty:
    """Follow a channel no longer."""
    client_of(context).leave(Channel(params.channel))
    return Empty()


async def canvas_read_resource(context: Context, params: AhpReadParams) -> AhpReadResult:
    """Read the content of a canvas."""
    resource = await _read(context, params.channel, params.uri)
    content = AhpContent(
        uri=params.uri,
        mime_type=resource.mime_type,
        text=resource.text,
        blob=None if resource.blob is None else base64.b64encode(resource.blob).decode(),
    )
    return AhpReadResult(contents=(content,))


async def resource_read(context: Context, params: AhpResourceReadParams) -> AhpResourceReadResult:
    """The same, at an address that names the session."""
    owner, _, path = params.uri.removeprefix(f"{CONTENT_SCHEME}:/").partition("/")
    channel = f"ahp-canvas:/{owner}"
    uri = f"{CONTENT_SCHEME}:/{instance_of(channel) or ''}/{path}"
    resource = await _read(context, channel, uri)
    if resource.blob is not None:
        data, encoding = base64.b64encode(resource.blob).decode(), "base64"
    else:
        data, encoding = resource.text or "", "utf-8"
    return AhpResourceReadResult(data=data, encoding=encoding, content_type=resource.mime_type)


async def canvas_open(context: Context, params: AhpCanvasOpenParams) -> AhpCanvasOpenResult:
    """Open a canvas, whoever shows it."""
    client = client_of(context)
    canvases = await canvases_at(context, params.channel)
    instance_id = instance_of(params.channel) or params.instance_id
    provider_id = params.extension_id or params.provider_id
    request = OpenRequest(
        CanvasId(params.canvas_id or ""),
        None if provider_id is None else ProviderId(provider_id),
        None if instance_id is None else InstanceId(instance_id),
        params.input,
    )
    with ahp_errors(client):
        state = await canvases.open(request)
    return _as_shown(client.profile, canvases, state)


async def canvas_invoke_action(context: Context, params: AhpInvokeParams) -> AhpInvokeResult:
    """Do an action of a canvas, whoever shows it."""
    client = client_of(context)
    canvases = await canvases_at(context, params.channel)
    name = params.action_name or params.operation_name or ""
    with ahp_errors(client):
        value = await canvases.invoke(_instance(params), name, params.input)
    return AhpInvokeResult(value=value)


async def canvas_close(context: Context, params: AhpCanvasParams) -> Empty:
    """Close a canvas, whoever shows it."""
    client = client_of(context)
    canvases = await canvases_at(context, params.channel)
    with ahp_errors(client):
        canvases.close(_instance(params))
    return Empty()


def client_of(context: Context) -> AhpClient:
    """The part of the editor that has to do with canvases.

    Raises:
        EaselError: it announced no profile that is spoken here.
    """
    if context.editor.ahp is None:
        text = "This editor announced no canvas profile in capabilities.experimental.easel.canvas."
        raise EaselError("invalidState", text)
    return context.editor.ahp


@contextmanager
def ahp_errors(client: AhpClient) -> Iterator[None]:
    """Let failures of canvases have the codes of the editor's profile."""
    try:
        yield
    except InvalidInput as error:
        raise from_canvas_error(error) from error
    except (ResourceNotFound, UnknownCanvas, UnknownInstance) as error:
        raise AhpError(error, NOT_FOUND) from error
    except CanvasError as error:
        raise AhpError(error, client.profile.provider_error) from error


async def _read(context: Context, channel: str, uri: str) -> Resource:
    client = client_of(context)
    canvases = await canvases_at(context, channel)
    with ahp_errors(client):
        return await canvases.read_resource(instance_of(channel) or InstanceId(""), uri)


def _look(
    context: Context, profile: Profile, canvases: "CanvasSession", channel: str
) -> tuple[Snapshot, JsonObject]:
    instance_id = instance_of(channel)
    if instance_id is not None:
        snapshot = canvases.canvas_snapshot(instance_id)
        assert isinstance(snapshot.state, CanvasState)
        return snapshot, profile.canvas_state(canvases.id, snapshot.state)
    conversation = context.core.store.in_memory(ConversationId(canvases.id))
    fields = session_fields(conversation.state)
    snapshot = canvases.snapshot()
    if channel == profile.catalogue_channel(canvases.id):
        return snapshot, {**fields, **profile.session_state(canvases.id, canvases.state)}
    if channel == session_channel(canvases.id):
        return snapshot, {**fields, "activeClients": []}
    raise UnknownInstance(f"There is no channel {channel[:200]!r}.")


def _as_shown(
    profile: Profile, canvases: "CanvasSession", state: CanvasState
) -> AhpCanvasOpenResult:
    """The looks of a canvas, under the names of the profile."""
    told = profile.canvas_state(canvases.id, state)
    names = ("title", "url", "status", "contentUri", "activity")
    return convert({name: told[name] for name in names if name in told}, AhpCanvasOpenResult)


def _instance(params: AhpCanvasParams) -> InstanceId:
    return instance_of(params.channel) or InstanceId(params.instance_id or "")
