"""What a conversation is at one moment: immutable, and derived from its events alone."""

from collections.abc import Mapping

import msgspec

from easel_conversation.events import ElicitationRequested, PermissionRequested
from easel_conversation.ids import (
    NO_EPOCH,
    AcpSessionId,
    AgentName,
    ConversationId,
    ElicitationId,
    Epoch,
    MessageId,
    PermissionId,
    ToolCallId,
    TurnId,
)
from easel_conversation.kept_canvas import KeptCanvas
from easel_conversation.values import (
    CancelVerb,
    ContentBlock,
    ErrorInfo,
    ExecutionStatus,
    ForkOrigin,
    JsonObject,
    Memory,
    OnTimeout,
    Origin,
    ParkedCause,
    ProcessStatus,
    Role,
    ToolCall,
    Usage,
)


class Cancelling(msgspec.Struct, frozen=True, kw_only=True):
    """A cancel that is under way. `timed_out`: the agent missed its deadline."""

    verb: CancelVerb
    on_timeout: OnTimeout
    requested_at_ms: int
    deadline_ms: int
    timed_out: bool = False

    @property
    def forced(self) -> bool:
        """Whether the process is being killed for it."""
        return self.timed_out and self.on_timeout == "interrupt"


class OpenMessage(msgspec.Struct, frozen=True):
    """The message that a chunk without an id continues."""

    message_id: MessageId
    role: Role


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """The live turn, keyed by (epoch, id). `epoch` is None until its prompt was sent."""

    id: TurnId
    prompt: tuple[ContentBlock, ...]
    origin: Origin
    epoch: Epoch | None = None
    cancelling: Cancelling | None = None
    tool_calls: Mapping[ToolCallId, ToolCall] = {}
    permissions: Mapping[PermissionId, PermissionRequested] = {}
    elicitations: Mapping[ElicitationId, ElicitationRequested] = {}
    message_ids: frozenset[MessageId] = frozenset()
    open_message: OpenMessage | None = None
    text_size: int = 0
    """Characters of text streamed so far."""
    recap: str | None = None
    """What the agent was given in front of the prompt."""

    @property
    def sent(self) -> bool:
        """Whether the agent has been given the prompt."""
        return self.epoch is not None


class EndedTurn(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of the last turn: late news of it must not open a new one."""

    id: TurnId
    epoch: Epoch | None
    tool_calls: Mapping[ToolCallId, ToolCall]
    message_ids: frozenset[MessageId]
    text_size: int


class LastWords(msgspec.Struct, frozen=True):
    """The end of what was said: its last line that has something to read, and one that grows."""

    settled: str = ""
    growing: str = ""


class QueuedPrompt(msgspec.Struct, frozen=True, kw_only=True):
    """A prompt that waits; see `PromptQueued`."""

    turn_id: TurnId
    prompt: tuple[ContentBlock, ...]
    held: bool
    next: bool
    steering: bool


class AgentSession(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the agent's session. Survives the process, and a restart of Easel."""

    acp_session_id: AcpSessionId | None = None
    prompted: bool = False
    """Whether there is something in it that a replay would have to contain."""
    agent_name: str | None = None
    agent_version: str | None = None
    modes: JsonObject | None = None
    config_options: tuple[JsonObject, ...] | None = None
    commands: tuple[JsonObject, ...] | None = None


class ConversationState(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation. The first group is fixed at creation, the rest follows from events."""

    id: ConversationId
    agent: AgentName
    cwd: str
    created_at_ms: int
    additional_directories: tuple[str, ...] = ()
    mcp_servers: tuple[JsonObject, ...] = ()

    title: str = ""
    renamed: bool = False
    updated_at_ms: int = 0
    """When something was said or done in it for the last time."""
    heard_at_ms: int = 0
    """When its newest event happened."""
    seq: int = 0
    epoch: Epoch = NO_EPOCH
    process: ProcessStatus = "none"
    outdated: bool = False
    """Whether the process is to take no further prompt; see `StatusChanged`."""
    parked_cause: ParkedCause | None = None
    process_error: ErrorInfo | None = None
    crashes_ms: tuple[int, ...] = ()
    """When the process crashed, newest last, as far back as the restart budget looks."""
    memory: Memory = "new"
    session: AgentSession = AgentSession()
    usage: Usage = Usage()
    earlier_usage: Usage = Usage()
    """What the sessions before the present one came to."""
    turn: Turn | None = None
    previous: EndedTurn | None = None
    queue: tuple[QueuedPrompt, ...] = ()
    canvases: tuple[KeptCanvas, ...] = ()
    """Those that are open, in the order in which they were opened."""
    canvas_notes: tuple[str, ...] = ()
    """What the agent is to be told of them behind the next prompt, oldest first."""
    turns: int = 0
    paused: bool = False
    failed: bool = False
    reported_status: ExecutionStatus = "idle"
    forked_from: ForkOrigin | None = None
    recap: str | None = None
    """What the agent is to be given in front of the next prompt."""
    last_words: LastWords = LastWords()

    @property
    def execution_status(self) -> ExecutionStatus:
        """What the conversation is doing, derived from the rest."""
        turn = self.turn
        if turn is None:
            return "paused" if self.paused else "error" if self.failed else "idle"
        if turn.cancelling:
            return "cancelling"
        if turn.permissions or turn.elicitations:
            return "waitingForPermission"
        return "running" if turn.sent else "starting"

    @property
    def next_in_queue(self) -> QueuedPrompt | None:
        """The prompt that may go out by itself once no turn is live."""
        for queued in self.queue:
            if not (queued.held or queued.steering):
                return queued
        return None

    @property
    def queue_parked(self) -> bool:
        """Whether a prompt waits for `run`."""
        return any(queued.held for queued in self.queue)
