"""Stopping: the cancel ladder, interrupt, pause, and letting an idle process go."""

from msgspec.structs import replace

from easel_conversation.decide.queueing import change
from easel_conversation.decide.transition import Transition
from easel_conversation.decide.turns import (
    close_requests,
    close_tool_calls,
    mark_paused,
    settle_stopped,
    settle_turn,
)
from easel_conversation.effects import KillAgent, SendCancel, StartTimer, StopAgent
from easel_conversation.events import CancelRequested
from easel_conversation.inputs import Cancel, CancelDeadlinePassed, Evict, Interrupt, Pause
from easel_conversation.state import Cancelling
from easel_conversation.values import CancelVerb, OnTimeout

_STRENGTH: dict[CancelVerb, int] = {"cancel": 0, "interrupt": 1, "pause": 2}


def cancel(t: Transition, command: Cancel) -> None:
    """Stop the live turn. With none, nothing is sent: it could hit the next turn."""
    if t.state.turn is not None:
        _hold_queue(t)
        _stop(t, "cancel", command.timeout_ms, command.on_timeout)


def interrupt(t: Transition, command: Interrupt) -> None:
    """Stop the live turn now, whatever it takes."""
    if t.state.turn is not None:
        _hold_queue(t)
        _stop(t, "interrupt", command.grace_ms, "interrupt")


def pause(t: Transition, _: Pause) -> None:
    """Stop what runs, then let the process go."""
    if t.state.turn is None:
        mark_paused(t)
    else:
        _stop(t, "pause", t.policy.cancel_timeout_ms, "interrupt")


def make_way(t: Transition) -> None:
    """Stop the live turn for a prompt that is to run instead of it."""
    _stop(t, "cancel", t.policy.cancel_timeout_ms, t.policy.cancel_on_timeout)


def withdraw_pause(t: Transition) -> None:
    """Work is to go on after the turn that is being stopped for a pause."""
    turn = t.state.turn
    if turn is not None and turn.cancelling is not None and turn.cancelling.verb == "pause":
        _rung_sent(t, "cancel", turn.cancelling.on_timeout)


def evict(t: Transition, _: Evict) -> None:
    """Let the process go if nothing needs it."""
    if t.state.turn is None and t.state.process == "ready":
        t.process("none")
        t.effect(StopAgent(t.state.epoch))


def deadline_passed(t: Transition, signal: CancelDeadlinePassed) -> None:
    """The agent has not ended the turn in time: say so, and kill it if that was wanted."""
    turn = t.state.turn
    if turn is None or turn.id != signal.turn_id or turn.cancelling is None:
        return
    if turn.origin == "agent" and _is_still(t, turn.cancelling):
        settle_stopped(t)
        return
    if not turn.cancelling.timed_out:
        t.emit(CancelRequested(turn_id=turn.id, rung="timeout", verb=turn.cancelling.verb))
    if t.cancelling.forced:
        t.effect(KillAgent(t.state.epoch))


def _hold_queue(t: Transition) -> None:
    """Let nothing that waits already go out by itself after this Stop."""
    if t.turn.cancelling is None:
        for queued in t.state.queue:
            change(t, replace(queued, next=False))


def _is_still(t: Transition, cancelling: Cancelling) -> bool:
    """Whether nothing came since the Stop; an interrupt does not ask that."""
    stopped_at = cancelling.requested_at_ms
    return cancelling.verb != "interrupt" and t.state.heard_at_ms <= stopped_at


def _stop(t: Transition, verb: CancelVerb, timeout_ms: int, on_timeout: OnTimeout) -> None:
    if t.turn.cancelling is not None:
        _tighten(t, verb, timeout_ms, on_timeout)
    elif not t.turn.sent:
        _settle_unsent(t, verb)
    else:
        close_requests(t, by="cancel")
        close_tool_calls(t, "cancelled")
        _rung_sent(t, verb, on_timeout, timeout_ms)
        if t.turn.origin == "user":
            t.effect(SendCancel(t.state.epoch))
            _start_timer(t, timeout_ms)
        else:
            _stop_unprompted(t, verb, timeout_ms)


def _stop_unprompted(t: Transition, verb: CancelVerb, timeout_ms: int) -> None:
    """Stop what the agent began by itself.

    It cannot be told: no `session/prompt` is open, so a `session/cancel` would hit the next turn.
    It may fall silent by itself; an interrupt kills it, a pause lets the process go anyway.
    """
    if verb == "pause":
        settle_stopped(t)
    else:
        _start_timer(t, 0 if verb == "interrupt" else timeout_ms)


def _settle_unsent(t: Transition, verb: CancelVerb) -> None:
    """End a turn that the agent has not heard of."""
    settle_turn(t, "interrupted" if verb == "interrupt" else "cancelled")
    if verb == "pause":
        mark_paused(t)


def _tighten(t: Transition, verb: CancelVerb, timeout_ms: int, on_timeout: OnTimeout) -> None:
    """Stop a turn that is being stopped: never with more time, nor less firmly, than before."""
    before = t.cancelling
    stronger = max(before.verb, verb, key=_STRENGTH.__getitem__)
    sooner = on_timeout == "interrupt" and t.now_ms + timeout_ms < before.deadline_ms
    firmer = on_timeout == "interrupt" and before.on_timeout == "error"
    if before.forced or not (sooner or firmer):
        if stronger != before.verb:
            _rung_sent(t, stronger, before.on_timeout)
        return
    left = 0 if before.timed_out else timeout_ms
    _rung_sent(t, stronger, "interrupt", left)
    _start_timer(t, left)


def _start_timer(t: Transition, timeout_ms: int) -> None:
    t.effect(StartTimer("cancel", timeout_ms, CancelDeadlinePassed(t.turn.id)))


def _rung_sent(
    t: Transition, verb: CancelVerb, on_timeout: OnTimeout, timeout_ms: int | None = None
) -> None:
    t.emit(
        CancelRequested(
            turn_id=t.turn.id,
            epoch=t.turn.epoch,
            rung="sent",
            verb=verb,
            timeout_ms=timeout_ms,
            on_timeout=on_timeout,
        )
    )
