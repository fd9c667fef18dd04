"""A decision in the making: events are folded as they are emitted."""

from dataclasses import dataclass

from msgspec.structs import replace

from easel_conversation.clock import iso
from easel_conversation.effects import Effect
from easel_conversation.events import Event, StatusChanged
from easel_conversation.fold import fold
from easel_conversation.ids import Epoch, TurnId
from easel_conversation.policy import Policy
from easel_conversation.state import Cancelling, ConversationState, Turn
from easel_conversation.values import ErrorInfo, ParkedCause, ProcessStatus


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from an input: facts, things to do, and the state after the facts."""

    state: ConversationState
    events: tuple[Event, ...]
    effects: tuple[Effect, ...]


class Transition:
    """Collects the events and effects of one decision. Local to one call of `decide`."""

    def __init__(self, state: ConversationState, now_ms: int, policy: Policy) -> None:
        self.state = state
        self.now_ms = now_ms
        self.policy = policy
        self._at = iso(now_ms)
        self._events: list[Event] = []
        self._effects: list[Effect] = []
        self._left_out = 0

    @property
    def turn(self) -> Turn:
        """The live turn, where there is one for certain."""
        assert self.state.turn is not None
        return self.state.turn

    @property
    def cancelling(self) -> Cancelling:
        """The cancel of the live turn, where there is one for certain."""
        assert self.turn.cancelling is not None
        return self.turn.cancelling

    def emit(self, event: Event) -> None:
        """State a fact. It gets the next `seq` and the time, and is folded at once."""
        first = self.state.seq + 1
        stamped = replace(event, seq=first + self._left_out, at=self._at)
        if self._left_out:
            stamped = replace(stamped, first_seq=first)
            self._left_out = 0
        self.state = fold(self.state, stamped)
        self._events.append(stamped)

    def leave_out(self, count: int) -> None:
        """Give out no `seq` of the next `count`: the next event covers them too."""
        self._left_out = count

    def effect(self, effect: Effect) -> None:
        """Want something done, after what was wanted before."""
        self._effects.append(effect)

    def process(
        self,
        status: ProcessStatus,
        *,
        epoch: Epoch | None = None,
        turn_id: TurnId | None = None,
        parked_cause: ParkedCause | None = None,
        error: ErrorInfo | None = None,
        outdated: bool = False,
    ) -> None:
        """State what the process does now, and what the conversation does in consequence."""
        changed = StatusChanged(
            execution_status=self.state.execution_status,
            process_status=status,
            epoch=self.state.epoch if epoch is None else epoch,
            turn_id=turn_id,
            parked_cause=parked_cause,
            error=error,
            outdated=outdated,
            at=self._at,
        )
        consequence = fold(self.state, changed).execution_status
        self.emit(replace(changed, execution_status=consequence))

    def forget_effects(self) -> None:
        """Nobody is left to carry them out."""
        self._effects.clear()

    def finish(self) -> Decision:
        """The decision. A change of `executionStatus` is stated once, at the end."""
        state = self.state
        if state.execution_status != state.reported_status:
            self.emit(
                StatusChanged(
                    execution_status=state.execution_status,
                    process_status=state.process,
                    epoch=state.epoch,
                    parked_cause=state.parked_cause,
                    error=state.process_error,
                )
            )
        return Decision(self.state, tuple(self._events), tuple(self._effects))
