"""`easel/canvas/*`: canvases as people and editors without views of their own use them."""

from typing import Annotated, Literal

from msgspec import Meta

from easel_conversation.values import JsonObject
from easel_server.protocol.base import Empty, Info, Params, Request
from easel_server.protocol.conversation import ConversationParams


class CanvasAction(Info, frozen=True):
    """Something that can be done with an open canvas."""

    name: str
    description: str | None = None
    input_schema: Annotated[
        JsonObject | None, Meta(description="The JSON Schema of its input.")
    ] = None


class CanvasSource(Info, frozen=True):
    """Where the provider of a canvas runs."""

    kind: Literal["server", "client"]
    client_id: Annotated[str | None, Meta(description="Which editor it is.")] = None


class CanvasDeclaration(Info, frozen=True):
    """A kind of canvas that can be opened."""

    extension_id: Annotated[str, Meta(description="Who shows it.")]
    canvas_id: Annotated[str, Meta(description="The kind, unique with `extensionId`.")]
    display_name: str
    description: Annotated[
        str, Meta(description="For models: when to open it, and what its input means.")
    ]
    source: CanvasSource
    extension_name: str | None = None
    input_schema: Annotated[
        JsonObject | None, Meta(description="The JSON Schema of its input.")
    ] = None
    actions: tuple[CanvasAction, ...] = ()


class OpenCanvas(Info, frozen=True):
    """A canvas that is open."""

    instance_id: Annotated[str, Meta(description="Unique in the conversation.")]
    channel: Annotated[str, Meta(description="The AHP channel that tells of it.")]
    canvas_id: Annotated[str, Meta(description="The kind of canvas.")]
    extension_id: Annotated[str, Meta(description="Who shows it.")]
    availability: Annotated[
        Literal["ready", "stale"],
        Meta(description="`stale`: who shows it is not there now, and may come back."),
    ]
    extension_name: str | None = None
    title: str | None = None


class CanvasOpenParams(ConversationParams, frozen=True):
    """Which canvas, and what it is to show."""

    canvas_id: Annotated[str, Meta(description="One of the declared kinds.")]
    extension_id: Annotated[
        str | None, Meta(description="Needed where several providers declare that kind.")
    ] = None
    instance_id: Annotated[
        str | None,
        Meta(description="That of an open canvas brings it to the front. Absent: a new canvas."),
    ] = None
    input: Annotated[
        JsonObject | None,
        Meta(description="Fits the `inputSchema`. Absent: what an open canvas shows, else `{}`."),
    ] = None


class CanvasOpenResult(Params, frozen=True):
    """The open canvas."""

    channel: Annotated[str, Meta(description="The AHP channel that tells of it.")]
    instance_id: str


class CanvasListResult(Params, frozen=True):
    """What can be opened, and what is open."""

    declarations: tuple[CanvasDeclaration, ...]
    open: tuple[OpenCanvas, ...]


class CanvasCloseParams(Params, frozen=True):
    """Which canvas."""

    channel: str


REQUESTS = (
    Request(
        "easel/canvas/open",
        CanvasOpenParams,
        CanvasOpenResult,
        "Open a canvas, or bring an open one to the front.",
        ("conversationNotFound", "canvasProviderError", "notOwner"),
    ),
    Request(
        "easel/canvas/list",
        ConversationParams,
        CanvasListResult,
        "Say which canvases can be opened in a conversation, and which are open. Those of a "
        "conversation that another server has are `stale` here.",
        ("conversationNotFound",),
    ),
    Request(
        "easel/canvas/close",
        CanvasCloseParams,
        Empty,
        "Close a canvas. One that is not open any more is closed already.",
        ("conversationNotFound", "notOwner"),
    ),
)
