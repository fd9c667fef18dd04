"""What people want of a conversation."""

from dataclasses import dataclass

from easel_conversation.ids import ElicitationId, PermissionId, TurnId
from easel_conversation.values import (
    ContentBlock,
    ElicitationAction,
    JsonObject,
    OnTimeout,
    WhenBusy,
)


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
class Resume:
    """Leave a pause or a parked agent behind and bring the agent up; what waits goes on waiting."""


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
    | Resume
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
