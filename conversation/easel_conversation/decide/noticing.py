"""What Easel itself has to say to people."""

from easel_conversation.decide.transition import Transition
from easel_conversation.events import Notice
from easel_conversation.inputs import EaselNotice


def notice(t: Transition, signal: EaselNotice) -> None:
    """Say it in the conversation."""
    turn = t.state.turn
    t.emit(Notice(turn_id=turn.id if turn else None, level=signal.level, text=signal.text))
