"""What happened outside: to the agent, on a clock, to Easel itself."""

import msgspec

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
    LeaseMove,
    LeaseOwner,
    NoticeLevel,
    ParkedCause,
    SessionLoadError,
    SessionLoadFallback,
    SessionLoadOutcome,
    SteerOutcome,
    Usage,
)


class AgentReady(msgspec.Struct, frozen=True):
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


class AgentFailed(msgspec.Struct, frozen=True):
    """The agent could not be brought up. `parked`: asking again will not help by itself.

    `fallback`: what follows on `load_error`.
    """

    epoch: Epoch
    error: ErrorInfo
    parked: ParkedCause | None = None
    load_error: SessionLoadError | None = None
    fallback: SessionLoadFallback = "none"


class AgentExited(msgspec.Struct, frozen=True):
    """The process is gone. `deliberate`: we ended it."""

    epoch: Epoch
    deliberate: bool
    error: ErrorInfo


class AgentOutdated(msgspec.Struct, frozen=True):
    """The settings say that the agent is to be started differently now."""

    epoch: Epoch


class AgentUpdated(msgspec.Struct, frozen=True):
    """A batch of updates of the session, in wire order."""

    epoch: Epoch
    updates: tuple[AgentUpdate, ...]


class PromptAnswered(msgspec.Struct, frozen=True):
    """The agent says that the turn is over."""

    epoch: Epoch
    turn_id: TurnId
    stop_reason: str | None
    usage: Usage | None = None


class PromptFailed(msgspec.Struct, frozen=True):
    """The agent answered the prompt with an error. `parked`: so it would all others."""

    epoch: Epoch
    turn_id: TurnId
    error: ErrorInfo
    parked: ParkedCause | None = None


class SteerAnswered(msgspec.Struct, frozen=True):
    """What the agent made of a message in mid-turn. `turn_id` is that of the `SteerPrompt`."""

    epoch: Epoch
    turn_id: TurnId
    outcome: SteerOutcome


class PermissionAsked(msgspec.Struct, frozen=True):
    """The agent asks whether it may."""

    epoch: Epoch
    permission_id: PermissionId
    tool_call: ToolCallUpdate
    options: tuple[JsonObject, ...]


class PermissionWithdrawn(msgspec.Struct, frozen=True):
    """The agent no longer waits for the answer."""

    epoch: Epoch
    permission_id: PermissionId


class ElicitationAsked(msgspec.Struct, frozen=True):
    """The agent asks for input."""

    epoch: Epoch
    elicitation_id: ElicitationId
    mode: str
    message: str
    requested_schema: JsonObject | None = None
    url: str | None = None


class ElicitationWithdrawn(msgspec.Struct, frozen=True):
    """The agent no longer waits for the input, or has it from elsewhere."""

    epoch: Epoch
    elicitation_id: ElicitationId
    completed: bool = False


# Signals of clocks


class CancelDeadlinePassed(msgspec.Struct, frozen=True):
    """The agent has not ended the turn in the time that a cancel or interrupt gave it."""

    turn_id: TurnId


class AgentWentQuiet(msgspec.Struct, frozen=True):
    """Time to look whether an agent still works in a turn that it began by itself.

    `seq`: the newest event when the clock was set.
    """

    turn_id: TurnId
    seq: int


class SilenceNoticed(msgspec.Struct, frozen=True):
    """Time to look whether the agent fell silent in a turn of a person.

    `seq`: the newest event when the clock was set.
    """

    turn_id: TurnId
    seq: int


# Signals of Easel itself


class EaselNotice(msgspec.Struct, frozen=True):
    """A sentence of Easel itself for the people of this conversation."""

    level: NoticeLevel
    text: str


class LeasePassed(msgspec.Struct, frozen=True):
    """The conversation was taken by this server, or is about to be let go by it."""

    reason: LeaseMove
    owner: LeaseOwner | None
    previous: LeaseOwner | None


class Recover(msgspec.Struct, frozen=True):
    """The state was folded from the log of an Easel that is gone, and its agent with it.

    `untold`: so many `seq` are not given out, since that Easel may have told of events under them
    that never came to be in the log. Nobody is ever told of two events under one `seq`.
    """

    untold: int = 0


Signal = (
    AgentReady
    | AgentFailed
    | AgentExited
    | AgentOutdated
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
    | LeasePassed
    | Recover
)
