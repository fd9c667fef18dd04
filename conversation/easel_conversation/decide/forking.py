"""A conversation that was copied goes its own way."""

from easel_conversation.decide.transition import Transition
from easel_conversation.events import Forked, MetadataChanged
from easel_conversation.inputs import Fork


def fork(t: Transition, command: Fork) -> None:
    """Say where it comes from, and under which title it goes on."""
    t.emit(Forked(forked_from=command.forked_from))
    if command.title:
        t.emit(MetadataChanged(title=command.title, renamed=True))
