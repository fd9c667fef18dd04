"""Silence: the end of a turn that the agent began by itself, and the watchdog of one of a person.

The clocks are set once; when they ring, the newest event tells whether it was quiet, and if not
they are set again for the rest. So an update costs no timer. Silence is measured by the ringing,
not by the time of day, which leaps when a computer wakes up.
"""

from easel_conversation.decide.transition import Transition
from easel_conversation.decide.turns import (
    open_tool_calls,
    settle_killed,
    settle_stopped,
    settle_turn,
)
from easel_conversation.effects import KillAgent, StartTimer
from easel_conversation.inputs import AgentWentQuiet, SilenceNoticed
from easel_conversation.state import Turn
from easel_conversation.values import ErrorInfo


def went_quiet(t: Transition, signal: AgentWentQuiet) -> None:
    """Close a turn that the agent began, once nothing more comes and no tool runs."""
    turn = t.state.turn
    if turn is None or turn.id != signal.turn_id:
        return
    if signal.seq != t.state.seq or _waits(turn):
        delay = _rest(t, turn, t.policy.quiet_ms)
        t.effect(StartTimer("quiet", delay, AgentWentQuiet(turn.id, t.state.seq)))
    elif turn.cancelling is not None:
        settle_stopped(t)
    else:
        settle_turn(t, "completed")


def silence_noticed(t: Transition, signal: SilenceNoticed) -> None:
    """End a turn whose agent fell silent, visibly, and replace the process.

    Never while a tool runs or someone is asked, and not before the deadline of a cancel.
    """
    turn = t.state.turn
    if turn is None or turn.id != signal.turn_id:
        return
    stopping = turn.cancelling is not None and not turn.cancelling.timed_out
    if signal.seq != t.state.seq or _waits(turn) or stopping:
        delay = _rest(t, turn, t.policy.silence_ms)
        t.effect(StartTimer("silence", delay, SilenceNoticed(turn.id, t.state.seq)))
        return
    t.effect(KillAgent(t.state.epoch))
    if turn.cancelling is not None:
        settle_killed(t, error=_silent(t))
    else:
        t.process("none")
        settle_turn(t, "orphaned", error=_silent(t))


def _waits(turn: Turn) -> bool:
    return bool(open_tool_calls(turn) or turn.permissions or turn.elicitations)


def _rest(t: Transition, turn: Turn, full_ms: int) -> int:
    """Until it may have been quiet for `full_ms`; long enough for a sleeper to wake up."""
    quiet_for = 0 if _waits(turn) else t.now_ms - t.state.heard_at_ms
    return min(max(full_ms - quiet_for, full_ms // 4, 1), full_ms)


def _silent(t: Transition) -> ErrorInfo:
    seconds = t.policy.silence_ms // 1000
    return ErrorInfo(
        kind="agentSilent",
        message=f"The agent has said nothing for {seconds} s and never ended its turn. "
        "It will be started again with the next prompt.",
    )
