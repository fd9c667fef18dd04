"""`easel/ahp/*`: the messages of the Agent Host Protocol (AHP) that are about canvases.

Their params and results are those of AHP, in the profile that the editor announced. Where profiles
differ, both names are here, and those of the editor's profile are set.
"""

from typing import Annotated, Any

from msgspec import Meta, field

from easel_conversation.values import JsonObject
from easel_server.protocol.base import Empty, Notification, Params, Request

_CHANNEL = Meta(description="`ahp-session:/…`, `ahp-chat:/…` or `ahp-canvas:/…`.")


class AhpChannelParams(Params, frozen=True):
    """Which channel."""

    channel: Annotated[str, _CHANNEL]


class AhpSnapshot(Params, frozen=True):
    """The state of a channel."""

    resource: Annotated[str, Meta(description="The channel.")]
    state: JsonObject
    from_seq: Annotated[int, Meta(description="Later actions have a `serverSeq` above it.")]


class AhpSubscribeResult(Params, frozen=True):
    """Where the channel begins for this editor."""

    snapshot: AhpSnapshot


class AhpReadParams(Params, frozen=True):
    """Which content of a canvas."""

    channel: Annotated[str, Meta(description="That of the canvas.")]
    uri: Annotated[str, Meta(description="`ahp-canvas-content:/<instanceId>/<path>`.")]


class AhpContent(Params, frozen=True):
    """A piece of content: either `text` or `blob`."""

    uri: str
    mime_type: str | None = None
    text: str | None = None
    blob: Annotated[str | None, Meta(description="Base64.")] = None


class AhpReadResult(Params, frozen=True):
    """The content; one piece of it."""

    contents: tuple[AhpContent, ...]


class AhpResourceReadParams(Params, frozen=True):
    """Which content of a canvas."""

    channel: Annotated[str, Meta(description="`ahp-root://`.")]
    uri: Annotated[
        str, Meta(description="`ahp-canvas-content:/<conversationId>.<instanceId>/<path>`.")
    ]


class AhpResourceReadResult(Params, frozen=True):
    """The content."""

    data: str
    encoding: Annotated[str, Meta(description="`utf-8` or `base64`.")]
    content_type: str | None = None


class AhpCanvasParams(Params, frozen=True):
    """A canvas: by its channel, or by the session's channel and its `instanceId`."""

    channel: Annotated[str, _CHANNEL]
    instance_id: str | None = None
    canvas_id: Annotated[str | None, Meta(description="Its kind.")] = None
    extension_id: Annotated[
        str | None, Meta(description="Who shows it, as `pr298-r1` calls it.")
    ] = None
    provider_id: Annotated[
        str | None, Meta(description="Who shows it, as `pr298-r4` calls it.")
    ] = None


class AhpCanvasOpenParams(AhpCanvasParams, frozen=True):
    """Which canvas, and what it is to show. `canvasId` is set."""

    input: JsonObject | None = None
    meta: Annotated[
        JsonObject | None,
        Meta(description="From the server: `channel` is that of the canvas."),
    ] = field(name="_meta", default=None)


class AhpCanvasOpenResult(Params, frozen=True):
    """How it is to be shown. What is absent is as it was."""

    title: str | None = None
    url: Annotated[str | None, Meta(description="Where its content is, in `pr298-r1`.")] = None
    status: Annotated[str | None, Meta(description="A short line, in `pr298-r1`.")] = None
    content_uri: Annotated[str | None, Meta(description="Where its content is, in `pr298-r4`.")] = (
        None
    )
    activity: Annotated[str | None, Meta(description="A short line, in `pr298-r4`.")] = None


class AhpInvokeParams(AhpCanvasParams, frozen=True):
    """What is to be done with which canvas."""

    action_name: Annotated[str | None, Meta(description="As `pr298-r1` calls it.")] = None
    operation_name: Annotated[str | None, Meta(description="As `pr298-r4` calls it.")] = None
    input: JsonObject | None = None


class AhpInvokeResult(Params, frozen=True):
    """What came of it."""

    value: Any = None


class AhpDispatchParams(Params, frozen=True):
    """An action that the editor originates."""

    channel: Annotated[str, _CHANNEL]
    client_seq: Annotated[int, Meta(description="The editor's own number for it.")]
    action: Annotated[JsonObject, Meta(description="`type`, and what that type has.")]


class AhpOrigin(Params, frozen=True):
    """Which editor an action comes from."""

    client_id: str
    client_seq: int


class AhpActionParams(Params, frozen=True):
    """An action that happened. With a `rejectionReason` it did not, and goes to its origin only."""

    channel: Annotated[str, _CHANNEL]
    action: Annotated[JsonObject, Meta(description="`type`, and what that type has.")]
    server_seq: Annotated[int, Meta(description="Counts the actions of the whole server.")]
    origin: Annotated[AhpOrigin | None, Meta(description="Absent: the server.")] = None
    rejection_reason: str | None = None


_ERRORS = ("conversationNotFound", "notOwner", "invalidState")
REQUESTS = (
    Request(
        "easel/ahp/subscribe",
        AhpChannelParams,
        AhpSubscribeResult,
        "Follow a channel: a snapshot, and then `easel/ahp/action`.",
        _ERRORS,
    ),
    Request(
        "easel/ahp/unsubscribe",
        AhpChannelParams,
        Empty,
        "Follow a channel no longer. It may be sent as a notification too, as AHP has it.",
        ("invalidState",),
    ),
    Request(
        "easel/ahp/canvasReadResource",
        AhpReadParams,
        AhpReadResult,
        "Read the content of a canvas.",
        _ERRORS,
    ),
    Request(
        "easel/ahp/resourceRead",
        AhpResourceReadParams,
        AhpResourceReadResult,
        "Read the content of a canvas, as `pr298-r4` has it.",
        _ERRORS,
    ),
    Request(
        "easel/ahp/canvasOpen",
        AhpCanvasOpenParams,
        AhpCanvasOpenResult,
        "Open a canvas under an id that the editor chooses, whoever shows it.",
        _ERRORS,
        aliases=("easel/ahp/canvasProviderOpen",),
    ),
    Request(
        "easel/ahp/canvasInvokeAction",
        AhpInvokeParams,
        AhpInvokeResult,
        "Do an action of an open canvas, whoever shows it.",
        _ERRORS,
        aliases=("easel/ahp/canvasInvokeOperation", "easel/ahp/canvasProviderInvokeAction"),
    ),
    Request(
        "easel/ahp/canvasClose",
        AhpCanvasParams,
        Empty,
        "Close a canvas, whoever shows it.",
        _ERRORS,
        aliases=("easel/ahp/canvasProviderClose",),
    ),
)
TO_EDITOR = (
    Request(
        "easel/ahp/canvasOpen",
        AhpCanvasOpenParams,
        AhpCanvasOpenResult,
        "Show a canvas that this editor declared; an open one comes to the front and shows the "
        "new input.",
    ),
    Request(
        "easel/ahp/canvasInvokeAction",
        AhpInvokeParams,
        AhpInvokeResult,
        "Do an action of a canvas that this editor shows. In `pr298-r4`: "
        "`easel/ahp/canvasInvokeOperation`.",
    ),
    Request(
        "easel/ahp/canvasClose",
        AhpCanvasParams,
        Empty,
        "A canvas that this editor shows is closed.",
    ),
    Request(
        "easel/ahp/canvasReadResource",
        AhpReadParams,
        AhpReadResult,
        "Read content of a canvas whose `url` this editor gave as `ahp-canvas-content:`. In "
        "`pr298-r4`: `easel/ahp/resourceRead`.",
    ),
)
FROM_EDITOR = (
    Notification(
        "easel/ahp/dispatchAction",
        AhpDispatchParams,
        "The editor wants an action to happen. What comes of it is told by `easel/ahp/action` with "
        "the same `clientSeq` in its `origin`.",
    ),
    Notification("easel/ahp/unsubscribe", AhpChannelParams, "As the request of that name."),
)
NOTIFICATIONS = (
    Notification(
        "easel/ahp/action",
        AhpActionParams,
        "An action happened in a channel that the editor follows, or one that it wanted did or "
        "did not.",
    ),
)
