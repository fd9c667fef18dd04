"""What can happen in a channel."""

from typing import Final

from easel_canvas.model.state import ActiveClient, DeclaredCanvas, OpenCanvas
from easel_canvas.values import Availability, Json, JsonObject, Shape


class ActiveClientSet(Shape, frozen=True):
    """An editor says, as a whole, what it is and what it can show in this session."""

    client: ActiveClient


class ActiveClientRemoved(Shape, frozen=True):
    """An editor is not at work in this session any more."""

    client_id: str


class DeclarationsChanged(Shape, frozen=True):
    """What can be opened now, all of it."""

    declared: tuple[DeclaredCanvas, ...]


class CatalogueChanged(Shape, frozen=True):
    """What is open now, all of it."""

    open: tuple[OpenCanvas, ...]


class Updated(Shape, frozen=True):
    """A canvas looks different. None: as before; there is no way to take a field back."""

    title: str | None = None
    status: str | None = None
    url: str | None = None
    availability: Availability | None = None


class CloseRequested(Shape, frozen=True):
    """A person wants a canvas closed. The state changes when it is."""


class MessagePosted(Shape, frozen=True):
    """A view tells the provider something, or the provider its views."""

    payload: Json


FOCUS: Final[JsonObject] = {"kind": "focus"}
"""The payload of the message that brings the views of a canvas to the front."""


class Unknown(Shape, frozen=True):
    """An action that this version has no name for."""

    type: str


SessionAction = ActiveClientSet | ActiveClientRemoved | DeclarationsChanged | CatalogueChanged
CanvasAction = Updated | CloseRequested | MessagePosted
Action = SessionAction | CanvasAction | Unknown
