"""What people want of a conversation."""

import msgspec

from easel_conversation.ids import AcpSessionId, ElicitationId, PermissionId, TurnId
from easel_conversation.values import (
    ContentBlock,
    ElicitationAction,
    JsonObject,
    OnLoadFailure,
    OnTimeout,
    WhenBusy,
)


class Prompt(msgspec.Struct, frozen=True):
    """Send a prompt. `run=False` stores it for a later `Run`."""

    turn_id: TurnId
    content: tuple[ContentBlock, ...]
    run: bool = True
    when_busy: WhenBusy = "queue"


class Run(msgspec.Struct, frozen=True):
    """Start what is queued; bring the agent up if nothing is."""


class Resume(msgspec.Struct, frozen=True):
    """Leave a pause or a parked agent behind and bring the agent up; what waits goes on waiting.

    `on_load_failure`: what follows if its session cannot be restored, by default as set.
    """

    on_load_failure: OnLoadFailure | None = None


class Warm(msgspec.Struct, frozen=True):
    """Bring the agent up without a prompt. `fork_of`: see `StartAgent`."""

    fork_of: AcpSessionId | None = None


class Cancel(msgspec.Struct, frozen=True):
    """Stop the live turn and keep the conversation. Times in milliseconds."""

    timeout_ms: int
    on_timeout: OnTimeout


class Interrupt(msgspec.Struct, frozen=True):
    """Stop the live turn now; after `grace_ms` its process is killed."""

    grace_ms: int


class Pause(msgspec.Struct, frozen=True):
    """End the work for now: stop the turn, let the process go."""


class Evict(msgspec.Struct, frozen=True):
    """Let an idle process go, to save memory. Does nothing unless it is idle."""


class Rename(msgspec.Struct, frozen=True):
    """Give the conversation a title."""

    title: str


class PrepareRecap(msgspec.Struct, frozen=True):
    """Give the agent this text in front of the next prompt."""

    text: str


class DropRecap(msgspec.Struct, frozen=True):
    """Give the agent no recap."""


class RespondPermission(msgspec.Struct, frozen=True):
    """Answer a permission request. `option_id=None` is the answer `cancelled`."""

    permission_id: PermissionId
    option_id: str | None
    by: str


class RespondElicitation(msgspec.Struct, frozen=True):
    """Answer a request for input."""

    elicitation_id: ElicitationId
    action: ElicitationAction
    content: JsonObject | None
    by: str


class EditQueued(msgspec.Struct, frozen=True):
    """Replace the content of a waiting prompt."""

    turn_id: TurnId
    content: tuple[ContentBlock, ...]


class DropQueued(msgspec.Struct, frozen=True):
    """Take a waiting prompt out of the queue."""

    turn_id: TurnId


class ReorderQueue(msgspec.Struct, frozen=True):
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
    | PrepareRecap
    | DropRecap
    | RespondPermission
    | RespondElicitation
    | EditQueued
    | DropQueued
    | ReorderQueue
)
