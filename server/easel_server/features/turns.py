"""`easel/conversation/prompt, cancel, interrupt, pause`."""

import asyncio
import time
from typing import Any, Final

from easel_conversation.conversation import Conversation
from easel_conversation.errors import AgentParked
from easel_conversation.events import (
    CancelRequested,
    Event,
    PromptDropped,
    PromptSteered,
    StatusChanged,
    TurnEnded,
)
from easel_conversation.ids import TurnId
from easel_conversation.inputs import Cancel, DropQueued, Interrupt, Pause, Prompt
from easel_conversation.store import new_turn_id
from easel_conversation.values import ContentBlock
from easel_server.errors import EaselError, InvalidParams, from_error_info
from easel_server.features.context import Context, as_result
from easel_server.protocol.conversation import (
    CancelParams,
    CancelResult,
    ConversationParams,
    ConversationResult,
    InterruptParams,
    InterruptResult,
    PromptParams,
    PromptResult,
)

KILL_SECONDS: Final = 7.0
"""How long a forced stop may take until it is proven, with a margin."""


async def prompt(context: Context, params: PromptParams) -> PromptResult:
    """Send a prompt and wait for the end of its turn."""
    conversation = context.conversation(params.conversation_id)
    command = Prompt(
        turn_id=new_turn_id(),
        content=content_blocks(params.prompt),
        run=params.run is not False,
        when_busy=params.when_busy or "queue",
    )
    _send(conversation, command)
    if params.detach or not command.run:
        return PromptResult(turn_id=command.turn_id)
    ending = Ending(conversation, command.turn_id)
    try:
        ended = await ending.wait()
    except asyncio.CancelledError:
        ending.forget()
        if not context.editor.leaving:
            _withdraw(context, conversation, ending.turn_id)
        raise
    await context.editor.flush(conversation)
    return _prompt_result(ended)


def _send(conversation: Conversation, command: Prompt) -> None:
    try:
        conversation.dispatch(command)
    except AgentParked as parked:
        crash = conversation.state.process_error
        assert crash is not None
        raise EaselError("agentCrashed", f"{parked} {crash.message}", crash.data) from parked


class Ending:
    """Waits for the end of the turn of a prompt, which may lie in the queue first.

    No turn ends in the decision that begins it, so it can be made right after that.
    A prompt that the agent took into another turn ends with that turn: `turn_id` is its id then.
    """

    def __init__(self, conversation: Conversation, turn_id: TurnId) -> None:
        self.turn_id = turn_id
        self._last: TurnEnded | None = None
        self._future: asyncio.Future[Event] = conversation.expect(self._is_it)

    async def wait(self) -> TurnEnded:
        """The end.

        Raises:
            EaselError: the prompt was taken out of the queue.
        """
        if isinstance(await self._future, PromptDropped):
            raise EaselError("invalidState", "The prompt was taken out of the queue.")
        assert self._last is not None
        return self._last

    def forget(self) -> None:
        """Nobody waits any more."""
        self._future.cancel()

    def _is_it(self, event: Event) -> bool:
        if isinstance(event, TurnEnded):
            self._last = event
        if isinstance(event, PromptSteered) and event.steered == self.turn_id:
            assert event.turn_id is not None
            self.turn_id = event.turn_id
            return self._last is not None and self._last.turn_id == self.turn_id
        return _ends(event, self.turn_id)


async def cancel(context: Context, params: CancelParams) -> CancelResult:
    """Stop generating: wait until the agent has, or its time is over."""
    conversation = context.conversation(params.conversation_id)
    settings = context.core.settings.cancel
    timeout_ms = settings.timeout_ms if params.timeout_ms is None else params.timeout_ms
    on_timeout = params.on_timeout or settings.on_timeout or "error"
    stopwatch = Stopwatch()
    turn = conversation.state.turn
    if turn is None:
        return CancelResult(outcome="notRunning", elapsed_ms=0)
    ended = conversation.expect(lambda event: _ends(event, turn.id))
    missed = conversation.expect(lambda event: _missed_deadline(event, turn.id))
    conversation.dispatch(Cancel(timeout_ms, on_timeout))
    awaited = {ended, missed} if on_timeout == "error" else {ended}
    patience = timeout_ms / 1000 + (0.5 if on_timeout == "error" else KILL_SECONDS)
    try:
        await asyncio.wait(awaited, timeout=patience, return_when="FIRST_COMPLETED")
        if not ended.done():
            raise _cancel_timeout(context, conversation, turn.id, stopwatch.elapsed_ms)
        event = ended.result()
    finally:
        ended.cancel()
        missed.cancel()
    assert isinstance(event, TurnEnded)
    await context.editor.flush(conversation)
    return CancelResult(
        outcome="forced" if event.reason == "cancelledForced" else "cancelled",
        turn_id=turn.id,
        stop_reason=event.stop_reason,
        elapsed_ms=stopwatch.elapsed_ms,
    )


async def interrupt(context: Context, params: InterruptParams) -> InterruptResult:
    """Stop now; past the grace the process is killed."""
    conversation = context.conversation(params.conversation_id)
    default = context.core.settings.interrupt.grace_ms
    grace_ms = default if params.grace_ms is None else params.grace_ms
    stopwatch = Stopwatch()
    turn = conversation.state.turn
    if turn is None:
        return InterruptResult(outcome="notRunning", elapsed_ms=0, process_replaced=False)
    ended = conversation.expect(lambda event: _ends(event, turn.id))
    conversation.dispatch(Interrupt(grace_ms))
    try:
        await asyncio.wait({ended}, timeout=grace_ms / 1000 + KILL_SECONDS)
        if not ended.done():
            raise _cancel_timeout(context, conversation, turn.id, stopwatch.elapsed_ms)
    finally:
        ended.cancel()
    await context.editor.flush(conversation)
    return InterruptResult(
        outcome="interrupted",
        turn_id=turn.id,
        elapsed_ms=stopwatch.elapsed_ms,
        process_replaced=turn.sent and conversation.state.process not in {"ready", "busy"},
    )


async def pause(context: Context, params: ConversationParams) -> ConversationResult:
    """Stop what runs and let the process go."""
    conversation = context.conversation(params.conversation_id)
    paused = conversation.expect(
        lambda event: isinstance(event, StatusChanged) and event.execution_status == "paused"
    )
    conversation.dispatch(Pause())
    try:
        limit = context.core.settings.cancel.timeout_ms / 1000 + KILL_SECONDS
        await asyncio.wait({paused}, timeout=limit)
    finally:
        paused.cancel()
    await context.editor.flush(conversation)
    return as_result(conversation)


class Stopwatch:
    """Measures from its making."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    @property
    def elapsed_ms(self) -> int:
        """Whole milliseconds since then."""
        return round((time.monotonic() - self._start) * 1000)


def content_blocks(prompt: str | tuple[ContentBlock, ...]) -> tuple[ContentBlock, ...]:
    """The content of a prompt: a text is one block.

    Raises:
        InvalidParams: it is empty, or a block has no type.
    """
    if isinstance(prompt, str):
        prompt = ({"type": "text", "text": prompt},)
    if not prompt:
        raise InvalidParams("the prompt is empty", "$.prompt")
    for index, block in enumerate(prompt):
        if not isinstance(block.get("type"), str):
            raise InvalidParams("a content block has a `type`", f"$.prompt[{index}].type")
    return prompt


def _withdraw(context: Context, conversation: Conversation, turn_id: TurnId) -> None:
    """The editor gave up its request: stop the turn, or take the prompt out of the queue."""
    state = conversation.state
    if state.turn is not None and state.turn.id == turn_id:
        settings = context.core.settings.cancel
        conversation.dispatch(Cancel(settings.timeout_ms, settings.on_timeout or "interrupt"))
    elif any(queued.turn_id == turn_id and not queued.steering for queued in state.queue):
        conversation.dispatch(DropQueued(turn_id))


def _prompt_result(ended: TurnEnded) -> PromptResult:
    assert ended.turn_id is not None
    never_sent = ended.epoch is None
    if never_sent and ended.error is not None:
        raise from_error_info(ended.error)
    return PromptResult(
        turn_id=ended.turn_id,
        end_reason=ended.reason,
        stop_reason=ended.stop_reason,
        usage=ended.usage,
        error=ended.error,
    )


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


def _ends(event: Event, turn_id: TurnId) -> bool:
    return isinstance(event, TurnEnded | PromptDropped) and event.turn_id == turn_id


def _missed_deadline(event: Event, turn_id: TurnId) -> bool:
    return (
        isinstance(event, CancelRequested) and event.rung == "timeout" and event.turn_id == turn_id
    )
