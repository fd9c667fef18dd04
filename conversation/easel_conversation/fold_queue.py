"""Folding what happens to waiting prompts into state."""

from msgspec.structs import replace

from easel_conversation.events import PromptDropped, PromptQueued, PromptSteered, QueueReordered
from easel_conversation.state import ConversationState, QueuedPrompt


def prompt_queued(state: ConversationState, event: PromptQueued) -> ConversationState:
    """It waits, or is different now."""
    assert event.turn_id is not None
    queued = QueuedPrompt(
        turn_id=event.turn_id,
        prompt=event.prompt,
        held=event.held,
        next=event.next,
        steering=event.steering,
    )
    others = tuple(other for other in state.queue if other.turn_id != event.turn_id)
    if len(others) < len(state.queue):
        edited = (queued if o.turn_id == event.turn_id else o for o in state.queue)
        return replace(state, queue=tuple(edited))
    if not (event.next or event.steering):
        return replace(state, queue=(*others, queued))
    ahead = tuple(other for other in others if other.next or other.steering)
    behind = tuple(other for other in others if not (other.next or other.steering))
    return replace(state, queue=(*ahead, queued, *behind))


def prompt_dropped(state: ConversationState, event: PromptDropped) -> ConversationState:
    """It waits no more."""
    left = tuple(queued for queued in state.queue if queued.turn_id != event.turn_id)
    return replace(state, queue=left)


def prompt_steered(state: ConversationState, event: PromptSteered) -> ConversationState:
    """The agent took it."""
    left = tuple(queued for queued in state.queue if queued.turn_id != event.steered)
    return replace(state, queue=left)


def queue_reordered(state: ConversationState, event: QueueReordered) -> ConversationState:
    """Those that wait are in this order; others come last."""
    place = {turn_id: index for index, turn_id in enumerate(event.turn_ids)}
    ordered = sorted(state.queue, key=lambda queued: place.get(queued.turn_id, len(place)))
    return replace(state, queue=tuple(ordered))
