"""Stopping: the cancel ladder, interrupt, pause, and letting an idle process go."""

from easel_conversation.decide.transition import Transition
from easel_conversation.decide.turns import (
    close_requests,
    close_tool_calls,
    mark_paused,
    settle_turn,
)
from easel_conversation.effects import KillAgent, SendCancel, StartTimer, StopAgent
from easel_conversation.events import CancelRequested
from easel_conversation.inputs import Cancel, CancelDeadlinePassed, Evict, Interrupt, Pause
from easel_conversation.state import Turn
from easel_conversation.values import CancelVerb, OnTimeout


def cancel(t: Transition, command: Cancel) -> None:
    """Stop the live turn. With none, nothing is sent: it could hit the next turn."""
    turn = t.state.turn
    if turn is None:
        return
    if turn.cancelling is None:
        _begin(t, turn, "cancel", command.timeout_ms, command.on_timeout)
    elif turn.cancelling.on_timeout == "error" and command.on_timeout == "interrupt":
        _tighten(t, turn, turn.cancelling.verb, command.timeout_ms)


def interrupt(t: Transition, command: Interrupt) -> None:
    """Stop the live turn now, whatever it takes."""
    turn = t.state.turn
    if turn is None:
        return
    if turn.cancelling is None:
        _begin(t, turn, "interrupt", command.grace_ms, "interrupt")
    elif turn.cancelling.verb != "interrupt":
        _tighten(t, turn, "interrupt", command.grace_ms)


def pause(t: Transition, _: Pause) -> None:
    """Stop what runs, then let the process go."""
    turn = t.state.turn
    if turn is None:
        mark_paused(t)
    elif turn.cancelling is None:
        _begin(t, turn, "pause", t.policy.cancel_timeout_ms, "interrupt")
    else:
        _tighten(t, turn, "pause", t.policy.cancel_timeout_ms)


def make_way(t: Transition) -> None:
    """Stop the live turn for a prompt that is to run instead of it."""
    turn = t.state.turn
    assert turn is not None
    _begin(t, turn, "cancel", t.policy.cancel_timeout_ms, t.policy.cancel_on_timeout)


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
    if not turn.cancelling.timed_out:
        t.emit(CancelRequested(turn_id=turn.id, rung="timeout", verb=turn.cancelling.verb))
    if turn.cancelling.on_timeout == "interrupt":
        t.effect(KillAgent(t.state.epoch))


def _begin(
    t: Transition, turn: Turn, verb: CancelVerb, timeout_ms: int, on_timeout: OnTimeout
) -> None:
    if not turn.sent:
        settle_unsent(t, verb)
        return
    close_requests(t, by="cancel")
    close_tool_calls(t, "cancelled")
    _rung_sent(t, turn, verb, timeout_ms, on_timeout)
    if turn.origin == "agent":
        # No session/prompt is open, so session/cancel would hit the next turn.
        settle_turn(t, "interrupted" if verb == "interrupt" else "cancelled")
        return
    t.effect(SendCancel(t.state.epoch))
    t.effect(StartTimer("cancel", timeout_ms, CancelDeadlinePassed(turn.id)))


def settle_unsent(t: Transition, verb: CancelVerb) -> None:
    """End a turn that the agent has not heard of."""
    settle_turn(t, "interrupted" if verb == "interrupt" else "cancelled")
    if verb == "pause" and t.state.turn is None:
        mark_paused(t)


def _tighten(t: Transition, turn: Turn, verb: CancelVerb, timeout_ms: int) -> None:
    assert turn.cancelling is not None
    _rung_sent(t, turn, verb, timeout_ms, "interrupt")
    delay = 0 if turn.cancelling.timed_out else timeout_ms
    t.effect(StartTimer("cancel", delay, CancelDeadlinePassed(turn.id)))


def _rung_sent(
    t: Transition, turn: Turn, verb: CancelVerb, timeout_ms: int, on_timeout: OnTimeout
) -> None:
    t.emit(
        CancelRequested(
            turn_id=turn.id,
            epoch=turn.epoch,
            rung="sent",
            verb=verb,
            timeout_ms=timeout_ms,
            on_timeout=on_timeout,
        )
    )
