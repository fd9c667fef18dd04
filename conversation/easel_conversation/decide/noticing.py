"""What Easel itself has to say."""

from easel_conversation.decide.transition import Transition
from easel_conversation.events import LeaseChanged, Notice
from easel_conversation.inputs import EaselNotice, LeasePassed


def notice(t: Transition, signal: EaselNotice) -> None:
    """Say it in the conversation."""
    turn = t.state.turn
    t.emit(Notice(turn_id=turn.id if turn else None, level=signal.level, text=signal.text))


def lease_passed(t: Transition, signal: LeasePassed) -> None:
    """Have it known to those who read the log."""
    t.emit(LeaseChanged(reason=signal.reason, owner=signal.owner, previous=signal.previous))
