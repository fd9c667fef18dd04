"""What the turn at hand is doing, as far as Ctrl-C and the status line need to know. Pure."""

from dataclasses import dataclass
from typing import Literal

from easel_conversation.events import CancelRequested, Event, TurnEnded, TurnStarted
from easel_conversation.ids import TurnId
from easel_conversation.values import CancelRung

StopAction = Literal["nothing", "cancel", "wait", "interrupt"]


@dataclass(frozen=True, slots=True)
class TurnState:
    """`turn_id` is None between turns; `rung` is the last of the cancel ladder."""

    turn_id: TurnId | None = None
    started_at: str = ""
    rung: CancelRung | None = None

    @property
    def is_running(self) -> bool:
        return self.turn_id is not None

    def after(self, event: Event) -> "TurnState":
        """The state after an event."""
        match event:
            case TurnStarted(turn_id=turn_id, at=at):
                return TurnState(turn_id, at)
            case TurnEnded(turn_id=turn_id) if turn_id == self.turn_id:
                return TurnState()
            case CancelRequested(turn_id=turn_id, rung=rung) if turn_id == self.turn_id:
                return TurnState(turn_id, self.started_at, rung)
            case _:
                return self

    def on_stop(self) -> StopAction:
        """What a press of Ctrl-C means now. Three presses are one cancel."""
        if self.turn_id is None:
            return "nothing"
        match self.rung:
            case None:
                return "cancel"
            case "timeout":
                return "interrupt"
            case _:
                return "wait"
