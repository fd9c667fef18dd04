"""Prompts that wait, and what people do with them."""

from msgspec.structs import replace

from easel_conversation.decide.transition import Transition
from easel_conversation.errors import NoSuchQueuedPrompt, QueueFull
from easel_conversation.events import PromptDropped, PromptQueued, QueueReordered
from easel_conversation.ids import TurnId
from easel_conversation.inputs import DropQueued, EditQueued, Prompt, ReorderQueue
from easel_conversation.state import ConversationState, QueuedPrompt


def add(
    t: Transition,
    command: Prompt,
    *,
    held: bool = False,
    next_: bool = False,
    steering: bool = False,
) -> None:
    """Let a prompt wait.

    Raises:
        QueueFull: too many wait already.
    """
    limit = t.policy.max_queued_prompts
    if len(t.state.queue) >= limit:
        raise QueueFull(limit)
    t.emit(
        PromptQueued(
            turn_id=command.turn_id,
            prompt=command.content,
            held=held,
            next=next_,
            steering=steering,
        )
    )


def release(t: Transition) -> None:
    """Let go of all that is held; during a Stop it goes out after it."""
    after_stop = t.state.turn is not None and t.state.turn.cancelling is not None
    for queued in t.state.queue:
        change(t, replace(queued, held=False, next=after_stop))


def edit(t: Transition, command: EditQueued) -> None:
    """Give a waiting prompt another content; its place stays."""
    change(t, replace(_find(t, command.turn_id), prompt=command.content))


def drop(t: Transition, command: DropQueued) -> None:
    """Take a waiting prompt out."""
    _find(t, command.turn_id)
    t.emit(PromptDropped(turn_id=command.turn_id))


def reorder(t: Transition, command: ReorderQueue) -> None:
    """Put the named prompts first, in that order."""
    named = tuple(dict.fromkeys(command.turn_ids))
    for turn_id in named:
        if waiting(t.state, turn_id) is None:
            raise NoSuchQueuedPrompt(turn_id)
    rest = tuple(q.turn_id for q in t.state.queue if q.turn_id not in named)
    t.emit(QueueReordered(turn_ids=(*named, *rest)))


def change(t: Transition, changed: QueuedPrompt) -> None:
    """Make a waiting prompt be `changed`; nothing if it is so already."""
    if changed not in t.state.queue:
        t.emit(
            PromptQueued(
                turn_id=changed.turn_id,
                prompt=changed.prompt,
                held=changed.held,
                next=changed.next,
                steering=changed.steering,
            )
        )


def waiting(state: ConversationState, turn_id: TurnId) -> QueuedPrompt | None:
    """The waiting prompt of that id."""
    return next((queued for queued in state.queue if queued.turn_id == turn_id), None)


def _find(t: Transition, turn_id: TurnId) -> QueuedPrompt:
    """A waiting prompt that can still be changed: the agent has not been given it."""
    queued = waiting(t.state, turn_id)
    if queued is None or queued.steering:
        raise NoSuchQueuedPrompt(turn_id)
    return queued
