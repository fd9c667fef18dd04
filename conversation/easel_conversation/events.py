"""The events of a conversation: the only way in which it changes.

An event is a fact. On the wire and in the log it is one flat JSON object with the field
`type`. An event that several were merged into covers `firstSeq..seq`.
"""

from typing import Any

import msgspec

from easel_conversation.ids import (
    AcpSessionId,
    AgentName,
    ElicitationId,
    Epoch,
    MessageId,
    PermissionId,
    TurnId,
)
from easel_conversation.values import (
    CancelRung,
    CancelVerb,
    ContentBlock,
    ElicitationAction,
    EndReason,
    ErrorInfo,
    ExecutionStatus,
    JsonObject,
    Memory,
    NoticeLevel,
    OnTimeout,
    Origin,
    ParkedCause,
    ProcessStatus,
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
    """What every event has. `seq` counts from 1; `at` is ISO 8601 UTC with milliseconds."""

    seq: int = 0
    first_seq: int | None = None
    at: str = ""
    turn_id: TurnId | None = None
    epoch: Epoch | None = None


class PromptQueued(EventBase, frozen=True, tag="promptQueued"):
    """A prompt waits, or one that waits is different now; its place stays then.

    `held`: only `run` sends it. `next`: it goes out after the present Stop. `steering`: the agent
    was given it in mid-turn and has not said yet whether it took it.
    """

    prompt: tuple[ContentBlock, ...]
    held: bool = False
    next: bool = False
    steering: bool = False


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
    """The agent took a waiting prompt in the middle of its turn `turnId`.

    `steered` is the id under which the prompt waited; no turn of that id will begin.
    """

    steered: TurnId
    prompt: tuple[ContentBlock, ...]


class Message(EventBase, frozen=True, tag="message"):
    """A piece of a message. With `append` it continues the message of that id."""

    message_id: MessageId
    role: Role
    content: ContentBlock
    append: bool


class ToolCallChanged(EventBase, frozen=True, tag="toolCall"):
    """A tool call as it is now, whole. Keyed by (turnId, toolCallId)."""

    tool_call: ToolCall


class Plan(EventBase, frozen=True, tag="plan"):
    """The agent's plan, whole."""

    entries: tuple[JsonObject, ...]


class PermissionRequested(EventBase, frozen=True, tag="permissionRequested"):
    """The agent asks whether it may. Options are as ACP has them."""

    permission_id: PermissionId
    tool_call: ToolCall
    options: tuple[JsonObject, ...]


class PermissionResolved(EventBase, frozen=True, tag="permissionResolved"):
    """A permission request was answered or taken back.

    `outcome` is ACP's: `{"outcome": "selected", "optionId"}` or `{"outcome": "cancelled"}`.
    """

    permission_id: PermissionId
    outcome: JsonObject
    by: str


class ElicitationRequested(EventBase, frozen=True, tag="elicitationRequested"):
    """The agent asks for input: a form (`requestedSchema`) or a visit to `url`."""

    elicitation_id: ElicitationId
    mode: str
    message: str
    requested_schema: JsonObject | None = None
    url: str | None = None


class ElicitationResolved(EventBase, frozen=True, tag="elicitationResolved"):
    """A request for input was answered or taken back. The answer itself is not kept."""

    elicitation_id: ElicitationId
    action: ElicitationAction
    by: str


class CancelRequested(EventBase, frozen=True, tag="cancelRequested"):
    """A rung of the cancel ladder was reached."""

    rung: CancelRung
    verb: CancelVerb
    timeout_ms: int | None = None
    on_timeout: OnTimeout | None = None


class TurnEnded(EventBase, frozen=True, tag="turnEnded"):
    """The turn is over, once and for all. `stopReason` is the agent's own word.

    Unless the agent brought it to its own end, the prompts that wait are held from now on, except
    those that are `next`.
    """

    reason: EndReason
    stop_reason: str | None = None
    error: ErrorInfo | None = None
    usage: Usage | None = None


class StatusChanged(EventBase, frozen=True, tag="statusChanged"):
    """What the conversation and its agent process are doing. `error`: why the process is not up."""

    execution_status: ExecutionStatus
    process_status: ProcessStatus
    parked_cause: ParkedCause | None = None
    error: ErrorInfo | None = None


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


class LeaseChanged(EventBase, frozen=True, tag="leaseChanged"):
    """The ownership of the conversation changed."""

    reason: str
    owner_instance_id: str | None = None


class MetadataChanged(EventBase, frozen=True, tag="metadataChanged"):
    """Something about the conversation or its session is known or different now.

    `renamed`: a person chose the title, so the agent's no longer replaces it.
    """

    title: str | None = None
    renamed: bool = False
    acp_session_id: AcpSessionId | None = None
    acp_agent_name: str | None = None
    acp_agent_version: str | None = None
    memory: Memory | None = None
    modes: JsonObject | None = None
    config_options: tuple[JsonObject, ...] | None = None
    commands: tuple[JsonObject, ...] | None = None
    usage: Usage | None = None


class Notice(EventBase, frozen=True, tag="notice"):
    """A sentence for people."""

    level: NoticeLevel
    text: str


class ChangesChanged(EventBase, frozen=True, tag="changesChanged"):
    """The list of file changes is different now."""


class CanvasesChanged(EventBase, frozen=True, tag="canvasesChanged"):
    """The canvases of the conversation are different now."""


class Unknown(EventBase, frozen=True, tag="unknown"):
    """An update of the agent that this version has no name for, as it came."""

    update: Any


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
    | LeaseChanged
    | MetadataChanged
    | Notice
    | ChangesChanged
    | CanvasesChanged
    | Unknown
)
