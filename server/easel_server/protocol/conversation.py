"""`easel/conversation/*`."""

from typing import Annotated, Any, Literal

from msgspec import Meta

from easel_conversation.events import Event
from easel_conversation.ids import AgentName, ConversationId, TurnId
from easel_conversation.values import (
    ContentBlock,
    EndReason,
    JsonObject,
    OnLoadFailure,
    SessionLoadError,
    SessionLoadOutcome,
    Usage,
    WhenBusy,
)
from easel_server.protocol.base import Empty, Params, Request
from easel_server.protocol.shapes import Access, ConversationInfo

Limit = Annotated[int, Meta(ge=1, le=1000)]
ExportFormat = Literal["markdown", "json"]
Location = Annotated[str, Meta(description="A `file:` URI or an absolute path.")]


class ConversationParams(Params, frozen=True):
    """Names a conversation."""

    conversation_id: ConversationId


class ConversationResult(Params, frozen=True):
    """The conversation as it is now."""

    conversation: ConversationInfo


class CreateParams(Params, frozen=True):
    """A new conversation."""

    agent: Annotated[
        AgentName | None, Meta(description="By default that of the setting `defaultAgent`.")
    ] = None
    cwd: Annotated[
        Location | None,
        Meta(
            description="The working directory: a `file:` URI or an absolute path. By default the "
            "first folder that is open in the editor."
        ),
    ] = None
    title: Annotated[
        str | None, Meta(description="By default the first line of the first prompt.")
    ] = None
    mcp_servers: Annotated[
        tuple[JsonObject, ...] | None,
        Meta(description="MCP servers as ACP has them, added to those of the settings."),
    ] = None
    additional_directories: Annotated[
        tuple[Location, ...] | None,
        Meta(description="Where the agent may read and write besides `cwd`."),
    ] = None
    warm: Annotated[bool | None, Meta(description="True: start the agent at once.")] = None


class OpenParams(ConversationParams, frozen=True):
    """Which conversation, and from where on."""

    since_seq: Annotated[
        Annotated[int, Meta(ge=0)] | None,
        Meta(
            description="The `seq` of the last event that is known; what comes after it is wanted. "
            "By default the newest events."
        ),
    ] = None
    mode: Annotated[
        Literal["auto", "own", "observe"] | None,
        Meta(
            description="`own`: fail if another server owns it. `observe`: only read. `auto`, the "
            "default: own it if that can be."
        ),
    ] = None


class OpenResult(Params, frozen=True):
    """The conversation and its events; what follows comes as `easel/conversation/didUpdate`."""

    conversation: ConversationInfo
    access: Access
    events: Annotated[tuple[Event, ...], Meta(description="In `seq` order, gapless.")]
    seq: Annotated[int, Meta(description="Up to where `events` go.")]
    has_earlier: Annotated[bool, Meta(description="Whether there are events before them.")]


class HistoryParams(ConversationParams, frozen=True):
    """Which events."""

    before_seq: Annotated[
        int, Meta(ge=1, description="The newest events that end before this `seq`.")
    ]
    limit: Annotated[Limit | None, Meta(description="At most so many. By default 500.")] = None


class HistoryResult(Params, frozen=True):
    """A page of events."""

    events: Annotated[tuple[Event, ...], Meta(description="In `seq` order, gapless.")]
    has_earlier: Annotated[bool, Meta(description="Whether there are events before them.")]


class ListParams(Params, frozen=True):
    """Which conversations; all by default."""

    cwd: Annotated[
        Location | None, Meta(description="With this working directory: a `file:` URI or a path.")
    ] = None
    query: Annotated[
        str | None,
        Meta(
            description="With all these words, in any case: in the title, the agent's name, or "
            "what people and agents said."
        ),
    ] = None
    cursor: Annotated[str | None, Meta(description="`nextCursor` of the page before this one.")] = (
        None
    )
    limit: Annotated[Limit | None, Meta(description="At most so many. By default 100.")] = None


class ListResult(Params, frozen=True):
    """A page of conversations."""

    conversations: Annotated[
        tuple[ConversationInfo, ...], Meta(description="Those that changed last come first.")
    ]
    next_cursor: Annotated[
        str | None,
        Meta(
            description="There are more, or may be: a search that reads a lot answers with fewer "
            "than `limit`, and goes on with its next page."
        ),
    ] = None


class PromptParams(ConversationParams, frozen=True):
    """A prompt, and what to do with it."""

    prompt: str | tuple[ContentBlock, ...]
    run: Annotated[
        bool | None,
        Meta(description="False: store it, and send it with `easel/conversation/run`."),
    ] = None
    detach: Annotated[
        bool | None, Meta(description="True: answer at once, not at the end of the turn.")
    ] = None
    when_busy: Annotated[WhenBusy | None, Meta(description="By default `queue`.")] = None


class PromptResult(Params, frozen=True):
    """The end of the turn; only `turnId` with `detach` or `run: false`."""

    turn_id: TurnId
    end_reason: EndReason | None = None
    stop_reason: Annotated[str | None, Meta(description="The agent's own word for it.")] = None
    usage: Annotated[Usage | None, Meta(description="What the agent said of this turn.")] = None
    error: Annotated[Any, Meta(description="Why the turn failed: an ErrorInfo.")] = None


class ResumeResult(Params, frozen=True):
    """What came of bringing the agent's session back."""

    ok: Annotated[bool, Meta(description="True: the agent is up.")]
    session_loaded: Annotated[
        bool, Meta(description="Whether the agent goes on in the session that it had.")
    ]
    session_load_outcome: SessionLoadOutcome
    conversation: ConversationInfo
    session_load_error: Annotated[
        SessionLoadError | None, Meta(description="Why the session could not be restored.")
    ] = None


class ResumeParams(ConversationParams, frozen=True):
    """What to do if the agent's session cannot be restored."""

    on_failure: Annotated[
        OnLoadFailure | None,
        Meta(
            description="A person's choice, this time: go on with a new session, or fail again. By "
            "default the setting `sessionLoad.onFailure`."
        ),
    ] = None
    recap: Annotated[
        bool | None,
        Meta(
            description="True: if the agent does not remember the conversation, give it a recap in "
            "front of the next prompt. False: give it none, though one was wanted."
        ),
    ] = None


class ForkParams(ConversationParams, frozen=True):
    """What to fork, and where."""

    title: Annotated[
        Annotated[str, Meta(min_length=1, max_length=1000)] | None,
        Meta(description="By default the title of the other one, and that this is a fork of it."),
    ] = None
    at_turn_id: Annotated[
        TurnId | None,
        Meta(
            description="The last turn that the fork begins with. By default the last one that has "
            "ended."
        ),
    ] = None


class ExportParams(ConversationParams, frozen=True):
    """In which form, and where to."""

    format: ExportFormat
    target: Annotated[
        Location | None,
        Meta(
            description="The file to write; one that is there is replaced. By default the answer "
            "has the text, unless it is longer than 8 MiB."
        ),
    ] = None


class ExportResult(Params, frozen=True):
    """The export: its text, or where it is."""

    text: str | None = None
    uri: Annotated[str | None, Meta(description="The `target`, a `file:` URI.")] = None
    size: Annotated[int | None, Meta(description="Of the file, in bytes.")] = None


class RenameParams(ConversationParams, frozen=True):
    """A new title."""

    title: Annotated[str, Meta(min_length=1, max_length=1000)]


NAMED = ("conversationNotFound",)
"""Errors of whatever names a conversation."""

ACTS = (*NAMED, "notOwner", "leaseLost")
"""Errors of whatever changes a conversation."""

STARTS = (*ACTS, "agentUnavailable", "authRequired", "agentCrashed", "agentError")
"""Errors of whatever needs the agent."""

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
        (*NAMED, "leaseHeld"),
    ),
    Request(
        "easel/conversation/history",
        HistoryParams,
        HistoryResult,
        "Page back through the events.",
        NAMED,
    ),
    Request(
        "easel/conversation/prompt",
        PromptParams,
        PromptResult,
        "Send a prompt and wait for the end of its turn. `$/cancelRequest` on it is a cancel.",
        (*STARTS, "turnInProgress", "invalidState", "sessionLoadFailed"),
    ),
    Request(
        "easel/conversation/run",
        ConversationParams,
        ResumeResult,
        "Go on after a pause, a Stop or a crash: bring the agent up and start what is queued.",
        (*STARTS, "sessionLoadFailed"),
    ),
    Request(
        "easel/conversation/resume",
        ResumeParams,
        ResumeResult,
        "Bring the agent up and its session back, and say what came of it.",
        (*STARTS, "sessionLoadFailed"),
    ),
    Request(
        "easel/conversation/rename",
        RenameParams,
        ConversationResult,
        "Give the conversation a title that the agent no longer replaces.",
        ACTS,
    ),
    Request(
        "easel/conversation/fork",
        ForkParams,
        ConversationResult,
        "Begin a conversation as a copy of another one. Its agent remembers what was said if it "
        "can fork sessions, and gets a recap in front of the next prompt if not.",
        (*NAMED, "invalidState"),
    ),
    Request(
        "easel/conversation/export",
        ExportParams,
        ExportResult,
        "Give a conversation out, all of it, as Markdown for people or as JSON for programs.",
        (*NAMED, "invalidState"),
    ),
    Request(
        "easel/conversation/delete",
        ConversationParams,
        Empty,
        "Stop the agent and move the conversation to the folder `trash` of the state folder.",
        ACTS,
    ),
)
