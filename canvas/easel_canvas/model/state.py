"""The states of the two kinds of channels: immutable, and the same whatever a wire calls it."""

from typing import Literal

from easel_canvas.declaration import Declaration
from easel_canvas.values import (
    Availability,
    CanvasId,
    Channel,
    InstanceId,
    JsonObject,
    ProviderId,
    Shape,
)


class Source(Shape, frozen=True):
    """Where a provider runs: in the server, or in an editor, which `client_id` names."""

    kind: Literal["server", "client"]
    client_id: str | None = None


SERVER = Source(kind="server")


class DeclaredCanvas(Shape, frozen=True):
    """A kind of canvas that can be opened in a session."""

    provider_id: ProviderId
    declaration: Declaration
    source: Source
    provider_name: str | None = None


class OpenCanvas(Shape, frozen=True):
    """An open canvas in the catalogue of its session. `title` mirrors that of its state."""

    instance_id: InstanceId
    channel: Channel
    canvas_id: CanvasId
    provider_id: ProviderId
    availability: Availability
    provider_name: str | None = None
    title: str | None = None


class ActiveClient(Shape, frozen=True):
    """An editor at work in a session, and what it can show: None if it does not say."""

    client_id: str
    display_name: str | None = None
    tools: tuple[JsonObject, ...] = ()
    declarations: tuple[Declaration, ...] | None = None


class SessionState(Shape, frozen=True):
    """The channel of a session, as far as canvases go. None: nothing was said of it yet."""

    clients: tuple[ActiveClient, ...] = ()
    declared: tuple[DeclaredCanvas, ...] | None = None
    open: tuple[OpenCanvas, ...] | None = None


class CanvasState(Shape, frozen=True):
    """The channel of one open canvas. `stale`: its provider is not there, it may come back."""

    instance_id: InstanceId
    canvas_id: CanvasId
    provider_id: ProviderId
    source: Source
    availability: Availability
    provider_name: str | None = None
    display_name: str | None = None
    input: JsonObject | None = None
    title: str | None = None
    status: str | None = None
    url: str | None = None


State = SessionState | CanvasState
