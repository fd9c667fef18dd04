"""The closed sets and the small shapes that events and state are made of."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from easel_conversation.ids import AcpSessionId, ConversationId, ToolCallId, TurnId

JsonObject = dict[str, Any]
ContentBlock = dict[str, Any]
"""An ACP content block, kept as it came: fields that we do not know are not lost."""

ExecutionStatus = Literal[
    "idle", "starting", "running", "waitingForPermission", "cancelling", "paused", "error"
]
ProcessStatus = Literal["none", "starting", "ready", "busy", "crashed", "parked"]
EndReason = Literal[
    "completed",
    "truncated",
    "refused",
    "cancelled",
    "cancelledForced",
    "interrupted",
    "crashed",
    "orphaned",
    "failed",
]
Memory = Literal["new", "resumed", "lost"]
Origin = Literal["user", "agent"]
Role = Literal["assistant", "user", "thought"]
CancelRung = Literal["sent", "acknowledged", "timeout", "killed"]
CancelVerb = Literal["cancel", "interrupt", "pause"]
OnTimeout = Literal["error", "interrupt"]
WhenBusy = Literal["queue", "reject", "interrupt", "steer"]
SteerOutcome = Literal["injected", "startedNewTurn", "promptRequired", "failed"]
NoticeLevel = Literal["info", "warning", "error"]
ToolCallStatus = Literal[
    "pending", "in_progress", "completed", "failed", "cancelled", "interrupted"
]
SessionLoadOutcome = Literal["restored", "fresh", "failed"]
SessionLoadErrorKind = Literal[
    "notFound",
    "ownedElsewhere",
    "cwdMismatch",
    "authRequired",
    "unsupported",
    "timeout",
    "agentError",
    "suspect",
]
SessionLoadFallback = Literal["fresh", "ask", "none"]
OnLoadFailure = Literal["fresh", "ask", "fail"]
LeaseMove = Literal["taken", "released"]
RecapStep = Literal["prepared", "given", "dropped"]
ElicitationAction = Literal["accept", "decline", "cancel"]
ParkedCause = Literal["crashLoop", "agentUnavailable", "authRequired", "rateLimited"]

FINAL_BY_AGENT: frozenset[ToolCallStatus] = frozenset({"completed", "failed"})
PROVISIONAL: frozenset[ToolCallStatus] = frozenset({"cancelled", "interrupted"})


class Shape(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """Base of everything that travels on the wire and lies in the log."""


class ToolCall(Shape, frozen=True):
    """A tool call, always whole: what the agent sent so far, merged."""

    tool_call_id: ToolCallId
    title: Annotated[str, Meta(description="What it does, for people.")]
    kind: Annotated[
        str,
        Meta(
            description="As ACP has it: `read`, `edit`, `delete`, `move`, `search`, `execute`, "
            "`think`, `fetch`, `switch_mode`, `other`, or what the agent invented."
        ),
    ]
    status: ToolCallStatus
    content: Annotated[
        tuple[JsonObject, ...],
        Meta(description="What to show, as ACP has it: `content`, `diff`, `terminal`."),
    ] = ()
    locations: Annotated[
        tuple[JsonObject, ...],
        Meta(description="Files that it touches, as ACP has them, with a `uri` beside the `path`."),
    ] = ()
    raw_input: Annotated[Any, Meta(description="What the tool was given.")] = None
    raw_output: Annotated[Any, Meta(description="What the tool gave back.")] = None


class Cost(Shape, frozen=True):
    """What a session has cost so far."""

    amount: float
    currency: Annotated[str, Meta(description="An ISO 4217 code.")]


class Usage(Shape, frozen=True):
    """Tokens and cost of a conversation: the newest level of each, never a sum of levels."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    context_used: Annotated[
        int | None, Meta(description="Tokens that are in the agent's context now.")
    ] = None
    context_size: Annotated[
        int | None, Meta(description="Tokens that fit into the agent's context.")
    ] = None
    cost: Cost | None = None


class ErrorInfo(Shape, frozen=True):
    """What went wrong with an agent or a turn."""

    kind: Annotated[str, Meta(description="The name of an error, or `agentSilent`, `orphaned`.")]
    message: Annotated[str, Meta(description="A sentence for people.")]
    data: Annotated[Any, Meta(description="As an error of that name has it.")] = None


class AgentError(Shape, frozen=True):
    """An error exactly as the agent answered it (JSON-RPC)."""

    code: int
    message: str
    data: Any = None


class SessionLoadError(Shape, frozen=True):
    """Why the agent's session could not be restored."""

    kind: SessionLoadErrorKind
    message: Annotated[str, Meta(description="A sentence for people.")]
    acp_session_id: Annotated[
        AcpSessionId, Meta(description="The session that was to be restored.")
    ]
    agent_error: Annotated[
        AgentError | None, Meta(description="What the agent answered, if it did.")
    ] = None


class LeaseOwner(Shape, frozen=True):
    """A server that owned a conversation."""

    instance_id: Annotated[str, Meta(description="One life of a server.")]
    host: str | None = None
    pid: int | None = None


class ForkOrigin(Shape, frozen=True):
    """Where a fork comes from."""

    conversation_id: Annotated[ConversationId, Meta(description="What was forked.")]
    turn_id: Annotated[
        TurnId | None, Meta(description="The last turn that both have in common; null: none.")
    ] = None
