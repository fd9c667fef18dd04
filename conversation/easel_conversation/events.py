"""The events of a conversation: the only way in which it changes.

An event is a fact. On the wire and in the log it is one flat JSON object with the field
`type`. An event that several were merged into covers `firstSeq..seq`.
"""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from easel_conversation.ids import (
    AcpSessionId,
    AgentName,
    ElicitationId,
    Epoch,
    MessageId,
    PermissionId,
    TurnId,
)
from easel_conversation.kept_canvas import CanvasChange, KeptCanvas
from easel_conversation.values import (
    CancelRung,
    CancelVerb,
    ContentBlock,
    ElicitationAction,
    EndReason,
    ErrorInfo,
    ExecutionStatus,
    ForkOrigin,
    JsonObject,
    LeaseMove,
    LeaseOwner,
    Memory,
    NoticeLevel,
    OnTimeout,
    Origin,
    ParkedCause,
    ProcessStatus,
    RecapStep,
    Role,
    SessionLoadError,
    SessionLoadFallback,
    SessionLoadOutcome,
    ToolCall,
    Usage,
)


class EventBase(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename="camel",
    tag_field="type",
):
    """What every event has."""

    seq: Annotated[int, Meta(description="Its place, from 1; of merged events the last one.")] = 0
    first_seq: Annotated[
        int | None, Meta(description="The place of the first event that it was merged from.")
    ] = None
    at: Annotated[str, Meta(description="When it happened: ISO 8601, UTC, milliseconds.")] = ""
    turn_id: Annotated[TurnId | None, Meta(description="The turn that it belongs to.")] = None
    epoch: Annotated[
        Epoch | None, Meta(description="The life of the agent process that it is about.")
    ] = None


class PromptQueued(EventBase, frozen=True, tag="promptQueued"):
    """A prompt waits, or one that waits is different now; its place stays then."""

    prompt: tuple[ContentBlock, ...]
    held: Annotated[bool, Meta(description="Only `easel/conversation/run` sends it.")] = False
    next: Annotated[
        bool, Meta(description="It goes out after the present turn, however that ends.")
    ] = False
    steering: Annotated[
        bool,
        Meta(
            description="The agent was given it in mid-turn and has not said yet whether it took "
            "it."
        ),
    ] = False


class PromptDropped(EventBase, frozen=True, tag="promptDropped"):
    """A waiting prompt was taken out of the queue."""


class QueueReordered(EventBase, frozen=True, tag="queueReordered"):
    """The waiting prompts, in the order in which they will go out."""

    turn_ids: tuple[TurnId, ...]


class TurnStarted(EventBase, frozen=True, tag="turnStarted"):
    """A turn began. The agent may still have to start."""

    prompt: tuple[ContentBlock, ...]
    agent: AgentName
    origin: Origin


class PromptSteered(EventBase, frozen=True, tag="promptSteered"):
    """The agent took a waiting prompt in the middle of its turn `turnId`."""

    steered: Annotated[
        TurnId,
        Meta(description="The id under which the prompt waited; no turn of that id will begin."),
    ]
    prompt: tuple[ContentBlock, ...]


class Message(EventBase, frozen=True, tag="message"):
    """A piece of a message."""

    message_id: MessageId
    role: Role
    content: ContentBlock
    append: Annotated[
        bool, Meta(description="True: it continues the message. False: it begins the message.")
    ]


class ToolCallChanged(EventBase, frozen=True, tag="toolCall"):
    """A tool call as it is now, whole. Keyed by (turnId, toolCallId)."""

    tool_call: ToolCall


class Plan(EventBase, frozen=True, tag="plan"):
    """The agent's plan, whole: it replaces the one before."""

    entries: Annotated[
        tuple[JsonObject, ...],
        Meta(description="As ACP has them: `content`, `priority`, `status`."),
    ]


class PermissionRequested(EventBase, frozen=True, tag="permissionRequested"):
    """The agent asks whether it may."""

    permission_id: PermissionId
    tool_call: Annotated[ToolCall, Meta(description="What it wants to do.")]
    options: Annotated[
        tuple[JsonObject, ...],
        Meta(description="As ACP has them: `optionId`, `name` to show, `kind`."),
    ]


class PermissionResolved(EventBase, frozen=True, tag="permissionResolved"):
    """A permission request was answered or taken back."""

    permission_id: PermissionId
    outcome: Annotated[
        JsonObject,
        Meta(
            description='As ACP has it: `{"outcome": "selected", "optionId": "…"}` or '
            '`{"outcome": "cancelled"}`.'
        ),
    ]
    by: Annotated[
        str,
        Meta(
            description="Who answered: the name of an editor, or `settings`, `prompt`, `cancel`, "
            "`turnEnd`, `agent`."
        ),
    ]


class ElicitationRequested(EventBase, frozen=True, tag="elicitationRequested"):
    """The agent asks for input."""

    elicitation_id: ElicitationId
    mode: Annotated[str, Meta(description="How: `form` or `url`, as ACP has it.")]
    message: Annotated[str, Meta(description="What it wants, for people.")]
    requested_schema: Annotated[
        JsonObject | None, Meta(description="For a form: the JSON Schema of its flat content.")
    ] = None
    url: Annotated[str | None, Meta(description="Where the user is to go instead.")] = None


class ElicitationResolved(EventBase, frozen=True, tag="elicitationResolved"):
    """A request for input was answered or taken back. The answer itself is not kept."""

    elicitation_id: ElicitationId
    action: ElicitationAction
    by: Annotated[str, Meta(description="Who answered, as in `permissionResolved`.")]


class CancelRequested(EventBase, frozen=True, tag="cancelRequested"):
    """A rung of the cancel ladder was reached."""

    rung: CancelRung
    verb: CancelVerb
    timeout_ms: Annotated[
        int | None, Meta(description="With `sent`: how many milliseconds the agent has.")
    ] = None
    on_timeout: Annotated[
        OnTimeout | None, Meta(description="With `sent`: what follows when they are over.")
    ] = None


class TurnEnded(EventBase, frozen=True, tag="turnEnded"):
    """The turn is over, once and for all.

    Unless the agent brought it to its own end, the prompts that wait are held from now on, except
    those that are `next`.
    """

    reason: EndReason
    stop_reason: Annotated[str | None, Meta(description="The agent's own word for it.")] = None
    error: Annotated[ErrorInfo | None, Meta(description="Why it failed.")] = None
    usage: Annotated[Usage | None, Meta(description="What the agent said of this turn.")] = None


class StatusChanged(EventBase, frozen=True, tag="statusChanged"):
    """What the conversation and its agent process are doing."""

    execution_status: ExecutionStatus
    process_status: ProcessStatus
    parked_cause: ParkedCause | None = None
    error: Annotated[ErrorInfo | None, Meta(description="Why the process is not up.")] = None
    outdated: Annotated[
        bool,
        Meta(
            description="The settings say that the agent is to be started differently now: this "
            "process takes no further prompt."
        ),
    ] = False


class SessionRestored(EventBase, frozen=True, tag="sessionRestored"):
    """What came of restoring the agent's session."""

    outcome: SessionLoadOutcome
    acp_session_id: AcpSessionId


class SessionLoadFailed(EventBase, frozen=True, tag="sessionLoadFailed"):
    """The agent's session could not be restored, and what happens instead."""

    error: SessionLoadError
    fallback: SessionLoadFallback
    previous_session_id: AcpSessionId
    new_session_id: AcpSessionId | None = None


class Recap(EventBase, frozen=True, tag="recap"):
    """The agent is to get, or got, a recap of what it does not remember.

    `prepared`: it goes out in front of the next prompt. `given`: it went out with the prompt of
    this turn. `dropped`: it is not needed, or not wanted, any more.
    """

    step: RecapStep
    text: Annotated[
        str | None, Meta(description="With `prepared`: what the agent is going to read.")
    ] = None


class Forked(EventBase, frozen=True, tag="forked"):
    """The conversation begins here: what comes before was copied from another one."""

    forked_from: ForkOrigin


class LeaseChanged(EventBase, frozen=True, tag="leaseChanged"):
    """The conversation passed from hand to hand.

    `taken`: its new owner took it, from `previous` if it was somebody's. `released`: `previous`
    let it go. An owner who loses it cannot write that down, and whoever opens a free one writes
    nothing for that: `easel/lease/didChange` tells of every change as it happens.
    """

    reason: LeaseMove
    owner: Annotated[
        LeaseOwner | None, Meta(description="Whose it is from now on; absent: nobody's.")
    ] = None
    previous: Annotated[LeaseOwner | None, Meta(description="Whose it was; absent: nobody's.")] = (
        None
    )


class MetadataChanged(EventBase, frozen=True, tag="metadataChanged"):
    """Something about the conversation or its session is known or different now.

    What is absent is as before.
    """

    title: str | None = None
    renamed: Annotated[
        bool, Meta(description="A person chose the title; the agent's no longer replaces it.")
    ] = False
    acp_session_id: AcpSessionId | None = None
    acp_agent_name: str | None = None
    acp_agent_version: str | None = None
    memory: Memory | None = None
    modes: Annotated[
        JsonObject | None,
        Meta(description="As ACP has them: `currentModeId`, `availableModes`."),
    ] = None
    config_options: Annotated[
        tuple[JsonObject, ...] | None, Meta(description="As ACP has them, all of them.")
    ] = None
    commands: Annotated[
        tuple[JsonObject, ...] | None,
        Meta(description="The agent's slash commands, as ACP has them, all of them."),
    ] = None
    usage: Usage | None = None


class Notice(EventBase, frozen=True, tag="notice"):
    """A sentence for people."""

    level: NoticeLevel
    text: str


class ChangesChanged(EventBase, frozen=True, tag="changesChanged"):
    """The list of file changes is different now."""


class CanvasesChanged(EventBase, frozen=True, tag="canvasesChanged"):
    """The open canvases of the conversation are different now.

    How they look from moment to moment is told over their channels, see `easel/ahp/action`.
    """

    opened: Annotated[
        KeptCanvas | None,
        Meta(description="It was opened, or is another than before."),
    ] = None
    changed: Annotated[CanvasChange | None, Meta(description="It shows something else.")] = None
    closed: Annotated[str | None, Meta(description="The `instanceId` of one that is gone.")] = None


class CanvasNote(EventBase, frozen=True, tag="canvasNote"):
    """What a person did in a canvas, for the agent to read with the next prompt.

    That prompt has it in a block of its own, see `turnStarted`.
    """

    text: str
    withdrawn: Annotated[
        bool, Meta(description="The agent knows it already: it is not told that note any more.")
    ] = False


class Unknown(EventBase, frozen=True, tag="unknown"):
    """An update of the agent that this version has no name for."""

    update: Annotated[Any, Meta(description="As it came.")]


Event = (
    PromptQueued
    | PromptDropped
    | QueueReordered
    | TurnStarted
    | PromptSteered
    | Message
    | ToolCallChanged
    | Plan
    | PermissionRequested
    | PermissionResolved
    | ElicitationRequested
    | ElicitationResolved
    | CancelRequested
    | TurnEnded
    | StatusChanged
    | SessionRestored
    | SessionLoadFailed
    | Recap
    | Forked
    | LeaseChanged
    | MetadataChanged
    | Notice
    | ChangesChanged
    | CanvasesChanged
    | CanvasNote
    | Unknown
)
