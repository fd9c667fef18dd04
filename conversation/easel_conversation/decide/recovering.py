"""After a restart of Easel: what was under way is over, and nothing goes on unasked."""

from msgspec.structs import replace

from easel_conversation.decide.queueing import change
from easel_conversation.decide.transition import Transition
from easel_conversation.decide.turns import settle_turn
from easel_conversation.inputs import Recover
from easel_conversation.values import ErrorInfo

_ORPHANED = ErrorInfo(
    kind="orphaned",
    message="Easel ended while the agent was working. What the agent had written so far is kept; "
    "nothing was sent again.",
)


def recover(t: Transition, signal: Recover) -> None:
    """Settle what the log left open, wherever it breaks off. Nothing is to be done outside."""
    t.leave_out(signal.untold)
    _hold_queue(t)
    if t.state.process != "none":
        t.process("none")
    if t.state.turn is not None:
        settle_turn(t, "orphaned", error=_ORPHANED)
    t.forget_effects()


def _hold_queue(t: Transition) -> None:
    for queued in t.state.queue:
        change(t, replace(queued, held=True, next=False, steering=False))
