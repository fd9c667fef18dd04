"""What happened outside: to the agent, on a clock, to Easel itself."""

from dataclasses import dataclass

from easel_conversation.ids import (
    AcpSessionId,
    ElicitationId,
    Epoch,
    PermissionId,
    TurnId,
)
from easel_conversation.inputs.updates import AgentUpdate, SessionMetadata, ToolCallUpdate
from easel_conversation.values import (
    ErrorInfo,
    JsonObject,
    NoticeLevel,
    ParkedCause,
    SessionLoadError,
    SessionLoadOutcome,
    SteerOutcome,
    Usage,
)


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


# Signals of Easel itself


@dataclass(frozen=True, slots=True)
class EaselNotice:
    """A sentence of Easel itself for the people of this conversation."""

    level: NoticeLevel
    text: str


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
    | EaselNotice
    | Recover
)
