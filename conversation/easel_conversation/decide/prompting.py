"""Prompts, and bringing the agent up for them."""

from easel_conversation.decide.asking import deny_open_permissions
from easel_conversation.decide.queueing import add, release
from easel_conversation.decide.steering import steer
from easel_conversation.decide.stopping import make_way, withdraw_pause
from easel_conversation.decide.transition import Transition
from easel_conversation.decide.turns import (
    ensure_agent,
    open_tool_calls,
    settle_turn,
    start_next,
    start_turn,
)
from easel_conversation.effects import ChooseOnLoadFailure
from easel_conversation.errors import AgentParked, TurnInProgress
from easel_conversation.events import MetadataChanged, StatusChanged
from easel_conversation.inputs import Prompt, Rename, Resume, Run, Warm


def prompt(t: Transition, command: Prompt) -> None:
    """Start, queue, store or refuse a prompt."""
    if not command.run:
        add(t, command, held=True)
        return
    if t.state.parked_cause == "crashLoop":
        raise AgentParked
    if _is_idle_talk(t):
        settle_turn(t, "completed")
    if t.state.turn is None:
        start_turn(t, command.turn_id, command.content)
    else:
        _while_busy(t, command)


def _is_idle_talk(t: Transition) -> bool:
    """Whether the live turn is one of the agent's own that may end for a prompt at once.

    Some agents abort their background work when a prompt comes: while its tools run, a prompt
    waits, and so does one that comes behind it.
    """
    turn = t.state.turn
    return (
        turn is not None
        and turn.origin == "agent"
        and turn.cancelling is None
        and not open_tool_calls(turn)
        and t.state.next_in_queue is None
    )


def _while_busy(t: Transition, command: Prompt) -> None:
    if command.when_busy == "reject":
        raise TurnInProgress(t.turn.id)
    if command.when_busy == "interrupt":
        add(t, command, next_=True)
        withdraw_pause(t)
        make_way(t)
    elif t.turn.cancelling is not None:
        add(t, command, next_=True)
        withdraw_pause(t)
    else:
        # Some agents end a turn as cancelled over a no; what was said instead must not be held.
        denied = deny_open_permissions(t)
        if command.when_busy == "steer" and t.turn.sent and t.turn.origin == "user":
            steer(t, command)
        else:
            add(t, command, next_=denied)


def run(t: Transition, _: Run) -> None:
    """Go on: leave a pause, a failure or a parked agent behind, and start what waits."""
    withdraw_pause(t)
    release(t)
    _leave_standstill(t)
    start_next(t)
    ensure_agent(t)


def resume(t: Transition, command: Resume) -> None:
    """Take the work up again, and leave it to the person what of the queue goes out."""
    withdraw_pause(t)
    _leave_standstill(t)
    choice = command.on_load_failure
    if t.state.process == "starting" and choice is not None:
        t.effect(ChooseOnLoadFailure(t.state.epoch, choice))
    ensure_agent(t, on_load_failure=choice)


def warm(t: Transition, command: Warm) -> None:
    """Bring the agent up so that the next prompt does not wait for it."""
    if t.state.parked_cause != "crashLoop" and not t.state.paused:
        ensure_agent(t, fork_of=command.fork_of)


def rename(t: Transition, command: Rename) -> None:
    """A person's title stays; the agent's titles no longer replace it."""
    t.emit(MetadataChanged(title=command.title, renamed=True))


def _leave_standstill(t: Transition) -> None:
    state = t.state
    if state.process == "parked" or state.execution_status in {"paused", "error"}:
        t.emit(
            StatusChanged(
                execution_status="idle",
                process_status="none" if state.process == "parked" else state.process,
                epoch=state.epoch,
            )
        )
