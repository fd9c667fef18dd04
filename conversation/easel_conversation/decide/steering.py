"""Steering: a message handed to the agent in the middle of its turn.

It lies in the queue until the agent has taken it, so that it cannot be lost.
"""

from msgspec.structs import replace

from easel_conversation.decide.queueing import add, change, waiting
from easel_conversation.decide.transition import Transition
from easel_conversation.decide.turns import start_next
from easel_conversation.effects import SteerPrompt
from easel_conversation.events import PromptSteered
from easel_conversation.inputs import Prompt, SteerAnswered


def steer(t: Transition, command: Prompt) -> None:
    """Hand the prompt to the agent, ahead of what waits."""
    add(t, command, steering=True)
    t.effect(SteerPrompt(t.state.epoch, command.turn_id, command.content))


def answered(t: Transition, signal: SteerAnswered) -> None:
    """The agent took the message into its turn, or it goes out as the next prompt."""
    queued = waiting(t.state, signal.turn_id)
    if signal.epoch != t.state.epoch or queued is None or not queued.steering:
        return
    if signal.outcome in {"injected", "startedNewTurn"}:
        turn = t.state.turn or t.state.previous
        assert turn is not None
        t.emit(PromptSteered(turn_id=turn.id, steered=queued.turn_id, prompt=queued.prompt))
    else:
        change(t, replace(queued, steering=False))
        start_next(t)
