"""Prompts, and bringing the agent up for them."""

from easel_conversation.decide.asking import deny_open_permissions
from easel_conversation.decide.stopping import make_way
from easel_conversation.decide.transition import Transition
from easel_conversation.decide.turns import ensure_agent, settle_turn, start_turn
from easel_conversation.effects import SteerPrompt
from easel_conversation.errors import AgentParked, QueueFull, TurnInProgress
from easel_conversation.events import MetadataChanged, PromptQueued, PromptSteered, StatusChanged
from easel_conversation.inputs import Prompt, Rename, Run, Warm


def prompt(t: Transition, command: Prompt) -> None:
    """Start, queue, store or refuse a prompt."""
    if not command.run:
        _queue(t, command, held=True)
        return
    if t.state.parked_cause == "crashLoop":
        raise AgentParked
    turn = t.state.turn
    if turn is not None and turn.origin == "agent":
        settle_turn(t, "completed")
        turn = t.state.turn
    if turn is None:
        start_turn(t, command.turn_id, command.content)
    elif turn.cancelling:
        _queue(t, command, next_=True)
    else:
        _while_busy(t, command)


def _while_busy(t: Transition, command: Prompt) -> None:
    turn = t.state.turn
    assert turn is not None
    match command.when_busy:
        case "reject":
            raise TurnInProgress(turn.id)
        case "queue":
            deny_open_permissions(t)
            _queue(t, command)
        case "interrupt":
            _queue(t, command, next_=True)
            make_way(t)
        case "steer" if turn.sent:
            t.emit(PromptSteered(turn_id=turn.id, epoch=turn.epoch, prompt=command.content))
            t.effect(SteerPrompt(t.state.epoch, command.turn_id, command.content))
        case "steer":
            _queue(t, command)


def _queue(t: Transition, command: Prompt, *, held: bool = False, next_: bool = False) -> None:
    limit = t.policy.max_queued_prompts
    if len(t.state.queue) >= limit:
        raise QueueFull(limit)
    t.emit(PromptQueued(turn_id=command.turn_id, prompt=command.content, held=held, next=next_))


def run(t: Transition, _: Run) -> None:
    """Go on: leave a pause or a parked agent behind, and start what is queued."""
    _unpark(t)
    if t.state.turn is None and t.state.queue:
        first = t.state.queue[0]
        start_turn(t, first.turn_id, first.prompt)
    else:
        ensure_agent(t)


def warm(t: Transition, _: Warm) -> None:
    """Bring the agent up so that the next prompt does not wait for it."""
    if t.state.parked_cause != "crashLoop" and not t.state.paused:
        ensure_agent(t)


def rename(t: Transition, command: Rename) -> None:
    """A person's title stays; the agent's titles no longer replace it."""
    t.emit(MetadataChanged(title=command.title, renamed=True))


def _unpark(t: Transition) -> None:
    if t.state.paused or t.state.process == "parked":
        t.emit(
            StatusChanged(
                execution_status="starting" if t.state.queue else "idle",
                process_status="none" if t.state.process == "parked" else t.state.process,
                epoch=t.state.epoch,
            )
        )
