"""`easel/conversation/cancel`, `interrupt` and `pause`."""

from typing import Annotated, Literal

from msgspec import Meta

from easel_conversation.ids import TurnId
from easel_conversation.values import OnTimeout
from easel_server.protocol.base import Params, Request
from easel_server.protocol.conversation import ACTS, ConversationParams, ConversationResult

Milliseconds = Annotated[int, Meta(ge=0, le=3_600_000)]


class CancelParams(ConversationParams, frozen=True):
    """How patiently to stop."""

    timeout_ms: Annotated[
        Milliseconds | None,
        Meta(
            description="How many milliseconds the agent has to end the turn. By default the "
            "setting `cancel.timeoutMs`."
        ),
    ] = None
    on_timeout: Annotated[
        OnTimeout | None,
        Meta(
            description="What follows when they are over. By default the setting "
            "`cancel.onTimeout`, and `error` if it is not set."
        ),
    ] = None


class CancelResult(Params, frozen=True):
    """What came of it."""

    outcome: Annotated[
        Literal["cancelled", "notRunning", "forced"],
        Meta(
            description="The agent ended the turn, or no turn was live, or the agent's process was "
            "killed."
        ),
    ]
    elapsed_ms: Annotated[int, Meta(description="How many milliseconds it took.")]
    turn_id: TurnId | None = None
    stop_reason: Annotated[str | None, Meta(description="The agent's own word for it.")] = None


class InterruptParams(ConversationParams, frozen=True):
    """How patiently to stop."""

    grace_ms: Annotated[
        Milliseconds | None,
        Meta(
            description="After how many milliseconds the agent's process is killed. By default the "
            "setting `interrupt.graceMs`."
        ),
    ] = None


class InterruptResult(Params, frozen=True):
    """What came of it."""

    outcome: Annotated[
        Literal["interrupted", "notRunning"],
        Meta(description="The turn has ended, or no turn was live."),
    ]
    elapsed_ms: Annotated[int, Meta(description="How many milliseconds it took.")]
    process_replaced: Annotated[
        bool, Meta(description="The process was killed; the next prompt starts another one.")
    ]
    turn_id: TurnId | None = None


REQUESTS = (
    Request(
        "easel/conversation/cancel",
        CancelParams,
        CancelResult,
        "Stop generating. The conversation, the text so far and the warm process stay.",
        (*ACTS, "cancelTimeout"),
    ),
    Request(
        "easel/conversation/interrupt",
        InterruptParams,
        InterruptResult,
        "Stop now, whatever it takes.",
        ACTS,
    ),
    Request(
        "easel/conversation/pause",
        ConversationParams,
        ConversationResult,
        "End the work for now: stop the turn, let the process go and release the lease.",
        ACTS,
    ),
)
