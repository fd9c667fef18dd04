"""What is put to a conversation: commands of people, signals of the agent and of clocks.

`decide` answers each with events and effects. A signal carries the epoch it came from; one of
an older epoch does nothing.
"""

from dataclasses import dataclass

from easel_conversation.ids import (
    AcpSessionId,
    ElicitationId,
    Epoch,
    PermissionId,
    ToolCallId,
    TurnId,
)
from easel_conversation.values import (
    ContentBlock,
    ElicitationAction,
    ErrorInfo,
    JsonObject,
    NoticeLevel,
    OnTimeout,
    ParkedCause,
    Role,
    SessionLoadError,
    SessionLoadOutcome,
    SteerOutcome,
    Usage,
    WhenBusy,
)

# Commands


@dataclass(frozen=True, slots=True)
class Prompt:
    """Send a prompt. `run=False` stores it for a later `Run`."""

    turn_id: TurnId
    content: tuple[ContentBlock, ...]
    run: bool = True
    when_busy: WhenBusy = "queue"


@dataclass(frozen=True, slots=True)
class Run:
    """Start what is queued; bring the agent up if nothing is."""


@dataclass(frozen=True, slots=True)
class Warm:
    """Bring the agent up without a prompt."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop the live turn and keep the conversation. Times in milliseconds."""

    timeout_ms: int
    on_timeout: OnTimeout


@dataclass(frozen=True, slots=True)
class Interrupt:
    """Stop the live turn now; after `grace_ms` its process is killed."""

    grace_ms: int


@dataclass(frozen=True, slots=True)
class Pause:
    """End the work for now: stop the turn, let the process go."""


@dataclass(frozen=True, slots=True)
class Evict:
    """Let an idle process go, to save memory. Does nothing unless it is idle."""


@dataclass(frozen=True, slots=True)
class Rename:
    """Give the conversation a title."""

    title: str


@dataclass(frozen=True, slots=True)
class RespondPermission:
    """Answer a permission request. `option_id=None` is the answer `cancelled`."""

    permission_id: PermissionId
    option_id: str | None
    by: str


@dataclass(frozen=True, slots=True)
class RespondElicitation:
    """Answer a request for input."""

    elicitation_id: ElicitationId
    action: ElicitationAction
    content: JsonObject | None
    by: str


@dataclass(frozen=True, slots=True)
class EditQueued:
    """Replace the content of a waiting prompt."""

    turn_id: TurnId
    content: tuple[ContentBlock, ...]


@dataclass(frozen=True, slots=True)
class DropQueued:
    """Take a waiting prompt out of the queue."""

    turn_id: TurnId


@dataclass(frozen=True, slots=True)
class ReorderQueue:
    """Put the waiting prompts into this order; those not named stay behind them."""

    turn_ids: tuple[TurnId, ...]


Command = (
    Prompt
    | Run
    | Warm
    | Cancel
    | Interrupt
    | Pause
    | Evict
    | Rename
    | RespondPermission
    | RespondElicitation
    | EditQueued
    | DropQueued
    | ReorderQueue
)

# What an agent says in `session/update`, in our vocabulary


@dataclass(frozen=True, slots=True)
class MessageChunk:
    """A piece of a message; `message_id` is the agent's own, if it gives one."""

    role: Role
    content: ContentBlock
    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class ToolCallUpdate:
    """News of a tool call. A field that is None was not sent and stays as it was."""

    tool_call_id: ToolCallId
    created: bool
    title: str | None = None
    kind: str | None = None
    status: str | None = None
    content: tuple[JsonObject, ...] | None = None
    locations: tuple[JsonObject, ...] | None = None
    raw_input: object = None
    raw_output: object = None


@dataclass(frozen=True, slots=True)
class TerminalUpdate:
    """What a terminal shows now; it is part of every tool call that embeds it.

    `exit_code` and `signal` are None while its command runs.
    """

    terminal_id: str
    output: str
    truncated: bool
    exit_code: int | None = None
    signal: str | None = None


@dataclass(frozen=True, slots=True)
class PlanUpdate:
    """The plan, whole."""

    entries: tuple[JsonObject, ...]


@dataclass(frozen=True, slots=True)
class SessionMetadata:
    """What the session tells of itself. None: not told."""

    title: str | None = None
    current_mode_id: str | None = None
    modes: JsonObject | None = None
    config_options: tuple[JsonObject, ...] | None = None
    commands: tuple[JsonObject, ...] | None = None
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class AgentNotice:
    """A sentence of the agent for people, outside of the conversation."""

    level: NoticeLevel
    text: str


@dataclass(frozen=True, slots=True)
class UnknownUpdate:
    """An update that this version has no name for."""

    update: JsonObject


AgentUpdate = (
    MessageChunk
    | ToolCallUpdate
    | TerminalUpdate
    | PlanUpdate
    | SessionMetadata
    | AgentNotice
    | UnknownUpdate
)

# Signals of the agent


@dataclass(frozen=True, slots=True)
class AgentReady:
    """The agent runs and has a session.

    `load_error`: why the earlier one was not restored. `early`: what it told before the session
    had a name.
    """

    epoch: Epoch
    acp_session_id: AcpSessionId
    agent_name: str | None
    agent_version: str | None
    metadata: SessionMetadata
    restored: SessionLoadOutcome | None
    load_error: SessionLoadError | None = None
    early: tuple[AgentUpdate, ...] = ()


@dataclass(frozen=True, slots=True)
class AgentFailed:
    """The agent could not be brought up. `parked`: asking again will not help by itself."""

    epoch: Epoch
    error: ErrorInfo
    parked: ParkedCause | None = None
    load_error: SessionLoadError | None = None


@dataclass(frozen=True, slots=True)
class AgentExited:
    """The process is gone. `deliberate`: we ended it."""

    epoch: Epoch
    deliberate: bool
    error: ErrorInfo


@dataclass(frozen=True, slots=True)
class AgentUpdated:
    """A batch of updates of the session, in wire order."""

    epoch: Epoch
    updates: tuple[AgentUpdate, ...]


@dataclass(frozen=True, slots=True)
class PromptAnswered:
    """The agent says that the turn is over."""

    epoch: Epoch
    turn_id: TurnId
    stop_reason: str | None
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class PromptFailed:
    """The agent answered the prompt with an error."""

    epoch: Epoch
    turn_id: TurnId
    error: ErrorInfo


@dataclass(frozen=True, slots=True)
class SteerAnswered:
    """What the agent made of a message in mid-turn. `turn_id` is that of the `SteerPrompt`."""

    epoch: Epoch
    turn_id: TurnId
    outcome: SteerOutcome


@dataclass(frozen=True, slots=True)
class PermissionAsked:
    """The agent asks whether it may."""

    epoch: Epoch
    permission_id: PermissionId
    tool_call: ToolCallUpdate
    options: tuple[JsonObject, ...]


@dataclass(frozen=True, slots=True)
class PermissionWithdrawn:
    """The agent no longer waits for the answer."""

    epoch: Epoch
    permission_id: PermissionId


@dataclass(frozen=True, slots=True)
class ElicitationAsked:
    """The agent asks for input."""

    epoch: Epoch
    elicitation_id: ElicitationId
    mode: str
    message: str
    requested_schema: JsonObject | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ElicitationWithdrawn:
    """The agent no longer waits for the input, or has it from elsewhere."""

    epoch: Epoch
    elicitation_id: ElicitationId
    completed: bool = False


# Signals of clocks


@dataclass(frozen=True, slots=True)
class CancelDeadlinePassed:
    """The agent has not ended the turn in the time that a cancel or interrupt gave it."""

    turn_id: TurnId


@dataclass(frozen=True, slots=True)
class AgentWentQuiet:
    """Time to look whether an agent still works in a turn that it began by itself.

    `seq`: the newest event when the clock was set.
    """

    turn_id: TurnId
    seq: int


@dataclass(frozen=True, slots=True)
class SilenceNoticed:
    """Time to look whether the agent fell silent in a turn of a person.

    `seq`: the newest event when the clock was set.
    """

    turn_id: TurnId
    seq: int


# A signal of Easel itself


@dataclass(frozen=True, slots=True)
class Recover:
    """The state was folded from the log of an Easel that is gone, and its agent with it."""


Signal = (
    AgentReady
    | AgentFailed
    | AgentExited
    | AgentUpdated
    | PromptAnswered
    | PromptFailed
    | SteerAnswered
    | PermissionAsked
    | PermissionWithdrawn
    | ElicitationAsked
    | ElicitationWithdrawn
    | CancelDeadlinePassed
    | AgentWentQuiet
    | SilenceNoticed
    | Recover
)
Input = Command | Signal
