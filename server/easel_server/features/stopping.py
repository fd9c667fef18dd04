"""`easel/conversation/cancel, interrupt, pause`."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from easel_conversation.conversation import Conversation
from easel_conversation.events import CancelRequested, Event, StatusChanged, TurnEnded
from easel_conversation.ids import TurnId
from easel_conversation.inputs import Cancel, Interrupt, Pause
from easel_server.errors import EaselError
from easel_server.features.context import Context, as_result
from easel_server.features.waiting import first_of
from easel_server.protocol.conversation import ConversationParams, ConversationResult
from easel_server.protocol.stopping import (
    CancelParams,
    CancelResult,
    InterruptParams,
    InterruptResult,
)

KILL_SECONDS: Final = 7.0
"""How long a forced stop may take until it is proven, with a margin."""
TIMER_SECONDS: Final = 0.5
"""How much later than it should a deadline may be noticed."""


async def cancel(context: Context, params: CancelParams) -> CancelResult:
    """Stop generating: wait until the agent has, or its time is over."""
    conversation = await context.conversation(params.conversation_id)
    settings = context.core.settings.cancel
    timeout_ms = settings.timeout_ms if params.timeout_ms is None else params.timeout_ms
    on_timeout = params.on_timeout or settings.on_timeout or "error"
    stopwatch = Stopwatch()
    turn = conversation.state.turn
    if turn is None:
        return CancelResult(outcome="notRunning", elapsed_ms=0)
    tests: list[Callable[[Event], bool]] = [partial(_ends, turn.id)]
    if on_timeout == "error":
        tests.append(partial(_misses_its_deadline, turn.id))
    expected = [conversation.expect(test) for test in tests]
    conversation.dispatch(Cancel(timeout_ms, on_timeout))
    grace = TIMER_SECONDS if on_timeout == "error" else KILL_SECONDS
    event = await first_of(context, conversation, *expected, timeout=timeout_ms / 1000 + grace)
    if not isinstance(event, TurnEnded):
        raise _cancel_timeout(context, conversation, turn.id, stopwatch.elapsed_ms)
    await context.editor.flush(conversation)
    return CancelResult(
        outcome="forced" if event.reason == "cancelledForced" else "cancelled",
        turn_id=turn.id,
        stop_reason=event.stop_reason,
        elapsed_ms=stopwatch.elapsed_ms,
    )


async def interrupt(context: Context, params: InterruptParams) -> InterruptResult:
    """Stop now; past the grace the process is killed."""
    conversation = await context.conversation(params.conversation_id)
    default = context.core.settings.interrupt.grace_ms
    grace_ms = default if params.grace_ms is None else params.grace_ms
    stopwatch = Stopwatch()
    turn = conversation.state.turn
    if turn is None:
        return InterruptResult(outcome="notRunning", elapsed_ms=0, process_replaced=False)
    ended = conversation.expect(partial(_ends, turn.id))
    conversation.dispatch(Interrupt(grace_ms))
    if await first_of(context, conversation, ended, timeout=grace_ms / 1000 + KILL_SECONDS) is None:
        raise _cancel_timeout(context, conversation, turn.id, stopwatch.elapsed_ms)
    await context.editor.flush(conversation)
    return InterruptResult(
        outcome="interrupted",
        turn_id=turn.id,
        elapsed_ms=stopwatch.elapsed_ms,
        process_replaced=turn.sent and conversation.state.process not in {"ready", "busy"},
    )


async def pause(context: Context, params: ConversationParams) -> ConversationResult:
    """Stop what runs and let the process go.

    Returns:
        The conversation; not paused if somebody went on meanwhile.

    Raises:
        EaselError: the turn has not ended in time (`cancelTimeout`).
    """
    conversation = await context.conversation(params.conversation_id)
    stopwatch = Stopwatch()
    tests: list[Callable[[Event], bool]] = [_says_paused]
    if (turn := conversation.state.turn) is not None:
        # Somebody may want to go on meanwhile: then it ends without a pause.
        tests.append(partial(_ends, turn.id))
    expected = [conversation.expect(test) for test in tests]
    conversation.dispatch(Pause())
    limit = context.core.settings.cancel.timeout_ms / 1000 + KILL_SECONDS
    event = await first_of(context, conversation, *expected, timeout=limit)
    if event is None and turn is not None:
        raise _cancel_timeout(context, conversation, turn.id, stopwatch.elapsed_ms)
    await context.editor.flush(conversation)
    return as_result(await context.core.sharing.rest(conversation))


class Stopwatch:
    """Measures from its making."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    @property
    def elapsed_ms(self) -> int:
        """Whole milliseconds since then."""
        return round((time.monotonic() - self._start) * 1000)


def _cancel_timeout(
    context: Context, conversation: Conversation, turn_id: TurnId, elapsed_ms: int
) -> EaselError:
    pid = context.core.workers.pid_of(conversation.state.id)
    data: dict[str, Any] = {"turnId": turn_id, "elapsedMs": elapsed_ms, "pid": pid}
    return EaselError(
        "cancelTimeout",
        f"The agent has not stopped within {elapsed_ms} ms. Interrupt to end its process.",
        data,
    )


def _ends(turn_id: TurnId, event: Event) -> bool:
    return isinstance(event, TurnEnded) and event.turn_id == turn_id


def _misses_its_deadline(turn_id: TurnId, event: Event) -> bool:
    return (
        isinstance(event, CancelRequested) and event.rung == "timeout" and event.turn_id == turn_id
    )


def _says_paused(event: Event) -> bool:
    return isinstance(event, StatusChanged) and event.execution_status == "paused"
