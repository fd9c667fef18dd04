"""Silence: the end of a turn that the agent began by itself, and the watchdog of one of a person.

The timers are set once; when they fire, the time since the last event tells whether it was
quiet, and if not they are set again for the rest. So an update costs no timer.
"""

from easel_conversation.decide.transition import Transition
from easel_conversation.decide.turns import open_tool_calls, settle_turn
from easel_conversation.effects import KillAgent, StartTimer
from easel_conversation.inputs import AgentWentQuiet, SilenceNoticed
from easel_conversation.values import ErrorInfo


def went_quiet(t: Transition, signal: AgentWentQuiet) -> None:
    """Close a turn that the agent began, once nothing more comes and no tool runs."""
    turn = t.state.turn
    if turn is None or turn.id != signal.turn_id:
        return
    quiet_for = t.now_ms - t.state.updated_at_ms
    waiting = open_tool_calls(turn) or turn.permissions or turn.elicitations
    if quiet_for >= t.policy.quiet_ms and not waiting:
        settle_turn(t, "completed")
    else:
        left = max(t.policy.quiet_ms - quiet_for, 1) if not waiting else t.policy.quiet_ms
        t.effect(StartTimer("quiet", left, signal))


def silence_noticed(t: Transition, signal: SilenceNoticed) -> None:
    """End a turn whose agent fell silent, visibly, and replace the process.

    Never while a tool runs, someone is asked, or a cancel with its own deadline is under way.
    """
    turn = t.state.turn
    if turn is None or turn.id != signal.turn_id or turn.cancelling is not None:
        return
    silent_for = t.now_ms - t.state.updated_at_ms
    waiting = open_tool_calls(turn) or turn.permissions or turn.elicitations
    if waiting or silent_for < t.policy.silence_ms:
        left = t.policy.silence_ms if waiting else t.policy.silence_ms - silent_for
        t.effect(StartTimer("silence", left, signal))
        return
    epoch = t.state.epoch
    t.process("none")
    t.effect(KillAgent(epoch))
    seconds = silent_for // 1000
    settle_turn(
        t,
        "orphaned",
        error=ErrorInfo(
            kind="agentSilent",
            message=f"The agent has said nothing for {seconds} s and never ended its turn. "
            "It will be started again with the next prompt.",
        ),
    )
