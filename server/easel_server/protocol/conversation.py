"""`easel/conversation/*`."""

from typing import Annotated, Any, Literal

from msgspec import Meta

from easel_conversation.events import Event
from easel_conversation.ids import AgentName, ConversationId, TurnId
from easel_conversation.values import (
    ContentBlock,
    EndReason,
    JsonObject,
    OnTimeout,
    SessionLoadError,
    SessionLoadOutcome,
    Usage,
    WhenBusy,
)
from easel_server.protocol.base import Empty, Params, Request
from easel_server.protocol.shapes import Access, ConversationInfo

Limit = Annotated[int, Meta(ge=1, le=1000)]
Milliseconds = Annotated[int, Meta(ge=0, le=3_600_000, description="milliseconds")]
Location = Annotated[str, Meta(description="`file:` URI or absolute path")]


class ConversationParams(Params, frozen=True):
    """Names a conversation."""

    conversation_id: ConversationId


class ConversationResult(Params, frozen=True):
    """The conversation as it is now."""

    conversation: ConversationInfo


class CreateParams(Params, frozen=True):
    """A new conversation. Without `agent` the default agent, without `cwd` the workspace."""

    agent: AgentName | None = None
    cwd: Location | None = None
    title: str | None = None
    mcp_servers: Annotated[
        tuple[JsonObject, ...] | None, Meta(description="added to those of the settings")
    ] = None
    additional_directories: tuple[Location, ...] | None = None
    warm: Annotated[bool | None, Meta(description="start the agent at once")] = None


class OpenParams(ConversationParams, frozen=True):
    """Open and subscribe. Without `sinceSeq`: the newest events."""

    since_seq: Annotated[int, Meta(ge=0)] | None = None
    mode: Literal["auto", "own", "observe"] | None = None


class OpenResult(Params, frozen=True):
    """The conversation and its events; what follows comes as `easel/conversation/didUpdate`."""

    conversation: ConversationInfo
    access: Access
    events: tuple[Event, ...]
    seq: int
    has_earlier: bool


class HistoryParams(ConversationParams, frozen=True):
    """A page of events that end before `beforeSeq`."""

    before_seq: Annotated[int, Meta(ge=1)]
    limit: Limit | None = None


class HistoryResult(Params, frozen=True):
    """Events in `seq` order."""

    events: tuple[Event, ...]
    has_earlier: bool


class ListParams(Params, frozen=True):
    """Which conversations. `query`: words that the title or agent contains."""

    cwd: Location | None = None
    query: str | None = None
    cursor: str | None = None
    limit: Limit | None = None


class ListResult(Params, frozen=True):
    """Newest first."""

    conversations: tuple[ConversationInfo, ...]
    next_cursor: str | None = None


class PromptParams(ConversationParams, frozen=True):
    """A prompt: a text, or ACP content blocks."""

    prompt: str | tuple[ContentBlock, ...]
    run: Annotated[bool | None, Meta(description="false: store it, unsent (default true)")] = None
    detach: Annotated[bool | None, Meta(description="true: answer at once (default false)")] = None
    when_busy: Annotated[WhenBusy | None, Meta(description="default `queue`")] = None


class PromptResult(Params, frozen=True):
    """The end of the turn; only `turnId` with `detach` or `run: false`."""

    turn_id: TurnId
    end_reason: EndReason | None = None
    stop_reason: str | None = None
    usage: Usage | None = None
    error: Annotated[Any, Meta(description="why the turn failed")] = None


class CancelParams(ConversationParams, frozen=True):
    """Stop the live turn. Defaults from `cancel.*` of the settings on the wire: 5000, error."""

    timeout_ms: Milliseconds | None = None
    on_timeout: OnTimeout | None = None


class CancelResult(Params, frozen=True):
    """What came of it."""

    outcome: Literal["cancelled", "notRunning", "forced"]
    elapsed_ms: int
    turn_id: TurnId | None = None
    stop_reason: str | None = None


class InterruptParams(ConversationParams, frozen=True):
    """Stop the live turn now; after the grace its process is killed. Default 500."""

    grace_ms: Milliseconds | None = None


class InterruptResult(Params, frozen=True):
    """What came of it."""

    outcome: Literal["interrupted", "notRunning"]
    elapsed_ms: int
    process_replaced: bool
    turn_id: TurnId | None = None


class ResumeResult(Params, frozen=True):
    """What came of bringing the agent's session back."""

    ok: bool
    session_loaded: bool
    session_load_outcome: SessionLoadOutcome
    conversation: ConversationInfo
    session_load_error: SessionLoadError | None = None


class RenameParams(ConversationParams, frozen=True):
    """A new title."""

    title: Annotated[str, Meta(min_length=1, max_length=1000)]


class SetModeParams(ConversationParams, frozen=True):
    """Choose one of the session's modes."""

    mode_id: str


class SetConfigOptionParams(ConversationParams, frozen=True):
    """Choose a value of one of the session's options."""

    config_id: str
    value: str | bool


class QueuedPromptInfo(Params, frozen=True):
    """A prompt that waits."""

    turn_id: TurnId
    prompt: tuple[ContentBlock, ...]
    held: Annotated[bool, Meta(description="waits for `easel/conversation/run`")] = False


class QueueResult(Params, frozen=True):
    """The queue as it is now. `parked`: nothing goes out until a person acts."""

    prompts: tuple[QueuedPromptInfo, ...]
    parked: bool


class QueueEditParams(ConversationParams, frozen=True):
    """Another content for a waiting prompt."""

    turn_id: TurnId
    prompt: str | tuple[ContentBlock, ...]


class QueueDropParams(ConversationParams, frozen=True):
    """A waiting prompt that shall not go out."""

    turn_id: TurnId


class QueueReorderParams(ConversationParams, frozen=True):
    """The waiting prompts, first to go first; those not named stay behind."""

    turn_ids: tuple[TurnId, ...]


_NAMED = ("conversationNotFound",)
_ACTS = (*_NAMED, "notOwner", "leaseLost")
_STARTS = (*_ACTS, "agentUnavailable", "authRequired", "agentCrashed", "agentError")

REQUESTS = (
    Request(
        "easel/conversation/create",
        CreateParams,
        ConversationResult,
        "Begin a conversation. The agent starts with the first prompt, or now with `warm`.",
        ("agentUnavailable",),
    ),
    Request("easel/conversation/list", ListParams, ListResult, "The conversations, newest first."),
    Request(
        "easel/conversation/open",
        OpenParams,
        OpenResult,
        "Open a conversation and follow it.",
        (*_NAMED, "leaseHeld"),
    ),
    Request(
        "easel/conversation/history",
        HistoryParams,
        HistoryResult,
        "Page back through the events.",
        _NAMED,
    ),
    Request(
        "easel/conversation/prompt",
        PromptParams,
        PromptResult,
        "Send a prompt and wait for the end of its turn. `$/cancelRequest` on it is a cancel.",
        (*_STARTS, "turnInProgress", "invalidState", "sessionLoadFailed"),
    ),
    Request(
        "easel/conversation/run",
        ConversationParams,
        ResumeResult,
        "Go on after a pause, a Stop or a crash: bring the agent up and start what is queued.",
        (*_STARTS, "sessionLoadFailed"),
    ),
    Request(
        "easel/conversation/resume",
        ConversationParams,
        ResumeResult,
        "Bring the agent up and its session back, and say what came of it.",
        (*_STARTS, "sessionLoadFailed"),
    ),
    Request(
        "easel/conversation/cancel",
        CancelParams,
        CancelResult,
        "Stop generating. The conversation, the text so far and the warm process stay.",
        (*_ACTS, "cancelTimeout"),
    ),
    Request(
        "easel/conversation/interrupt",
        InterruptParams,
        InterruptResult,
        "Stop now, whatever it takes.",
        _ACTS,
    ),
    Request(
        "easel/conversation/pause",
        ConversationParams,
        ConversationResult,
        "End the work for now: stop the turn and let the process go.",
        _ACTS,
    ),
    Request(
        "easel/conversation/rename",
        RenameParams,
        ConversationResult,
        "Give the conversation a title that the agent no longer replaces.",
        _ACTS,
    ),
    Request(
        "easel/conversation/delete",
        ConversationParams,
        Empty,
        "Stop the agent and remove the conversation.",
        _ACTS,
    ),
    Request(
        "easel/conversation/setMode",
        SetModeParams,
        ConversationResult,
        "Choose a mode of the session.",
        (*_STARTS, "invalidState"),
    ),
    Request(
        "easel/conversation/setConfigOption",
        SetConfigOptionParams,
        ConversationResult,
        "Choose a value of a session option.",
        (*_STARTS, "invalidState"),
    ),
    Request(
        "easel/conversation/queue/list",
        ConversationParams,
        QueueResult,
        "The prompts that wait.",
        _NAMED,
    ),
    Request(
        "easel/conversation/queue/edit",
        QueueEditParams,
        QueueResult,
        "Replace the content of a waiting prompt.",
        (*_ACTS, "invalidState"),
    ),
    Request(
        "easel/conversation/queue/drop",
        QueueDropParams,
        QueueResult,
        "Take a waiting prompt out of the queue.",
        (*_ACTS, "invalidState"),
    ),
    Request(
        "easel/conversation/queue/reorder",
        QueueReorderParams,
        QueueResult,
        "Put the waiting prompts into another order.",
        (*_ACTS, "invalidState"),
    ),
)
