"""The closed sets and the small shapes that events and state are made of."""

from typing import Any, Literal

import msgspec

from easel_conversation.ids import AcpSessionId, ToolCallId

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
ElicitationAction = Literal["accept", "decline", "cancel"]
ParkedCause = Literal["crashLoop", "agentUnavailable", "authRequired"]

FINAL_BY_AGENT: frozenset[ToolCallStatus] = frozenset({"completed", "failed"})
PROVISIONAL: frozenset[ToolCallStatus] = frozenset({"cancelled", "interrupted"})


class Shape(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """Base of everything that travels on the wire and lies in the log."""


class ToolCall(Shape, frozen=True):
    """A tool call, always whole: what the agent sent so far, merged."""

    tool_call_id: ToolCallId
    title: str
    kind: str
    status: ToolCallStatus
    content: tuple[JsonObject, ...] = ()
    locations: tuple[JsonObject, ...] = ()
    raw_input: Any = None
    raw_output: Any = None


class Cost(Shape, frozen=True):
    """What a session has cost so far. `currency` is an ISO 4217 code."""

    amount: float
    currency: str


class Usage(Shape, frozen=True):
    """Tokens and cost of a conversation: the newest level of each, never a sum of levels."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    context_used: int | None = None
    context_size: int | None = None
    cost: Cost | None = None


class ErrorInfo(Shape, frozen=True):
    """Why a turn failed: a stable kind, a sentence for people, and data."""

    kind: str
    message: str
    data: Any = None


class AgentError(Shape, frozen=True):
    """An error exactly as the agent answered it (JSON-RPC)."""

    code: int
    message: str
    data: Any = None


class SessionLoadError(Shape, frozen=True):
    """Why the agent's session could not be restored."""

    kind: SessionLoadErrorKind
    message: str
    acp_session_id: AcpSessionId
    agent_error: AgentError | None = None
