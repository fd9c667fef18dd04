"""Telling an agent what happened before, when it does not remember it."""

from easel_conversation.decide.transition import Transition
from easel_conversation.events import Recap
from easel_conversation.inputs import DropRecap, PrepareRecap
from easel_conversation.recap import recap_block
from easel_conversation.state import Turn
from easel_conversation.values import ContentBlock


def prepare(t: Transition, command: PrepareRecap) -> None:
    """Keep the text for the next prompt."""
    if command.text != t.state.recap:
        t.emit(Recap(step="prepared", text=command.text))


def drop(t: Transition, _: DropRecap) -> None:
    """A person does not want it."""
    drop_recap(t)


def drop_recap(t: Transition) -> None:
    """Forget the text, if there is one."""
    if t.state.recap is not None:
        t.emit(Recap(step="dropped"))


def with_recap(t: Transition, turn: Turn) -> tuple[ContentBlock, ...]:
    """What the agent gets for the prompt of a turn.

    A slash command goes out as it is: behind a recap no agent would know it.
    """
    if t.state.recap is None or _is_command(turn.prompt):
        return turn.prompt
    t.emit(Recap(turn_id=turn.id, step="given"))
    return (recap_block(t.state.recap), *turn.prompt)


def _is_command(prompt: tuple[ContentBlock, ...]) -> bool:
    first = prompt[0].get("text") if prompt else None
    return isinstance(first, str) and first.startswith("/")
