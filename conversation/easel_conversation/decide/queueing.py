"""What people do with prompts that wait."""

from easel_conversation.decide.transition import Transition
from easel_conversation.errors import NoSuchQueuedPrompt
from easel_conversation.events import PromptDropped, PromptQueued, QueueReordered
from easel_conversation.ids import TurnId
from easel_conversation.inputs import DropQueued, EditQueued, ReorderQueue
from easel_conversation.state import QueuedPrompt


def edit(t: Transition, command: EditQueued) -> None:
    """Give a waiting prompt another content; its place stays."""
    queued = _find(t, command.turn_id)
    t.emit(
        PromptQueued(
            turn_id=queued.turn_id, prompt=command.content, held=queued.held, next=queued.next
        )
    )


def drop(t: Transition, command: DropQueued) -> None:
    """Take a waiting prompt out."""
    _find(t, command.turn_id)
    t.emit(PromptDropped(turn_id=command.turn_id))


def reorder(t: Transition, command: ReorderQueue) -> None:
    """Put the named prompts first, in that order."""
    for turn_id in command.turn_ids:
        _find(t, turn_id)
    named = set(command.turn_ids)
    rest = tuple(q.turn_id for q in t.state.queue if q.turn_id not in named)
    t.emit(QueueReordered(turn_ids=(*command.turn_ids, *rest)))


def _find(t: Transition, turn_id: TurnId) -> QueuedPrompt:
    for queued in t.state.queue:
        if queued.turn_id == turn_id:
            return queued
    raise NoSuchQueuedPrompt(turn_id)
