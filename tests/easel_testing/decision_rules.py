"""What must hold after every decision of a conversation, whatever came before.

`DecisionRules` watches decisions from outside: it knows inputs, events and effects, keeps its
own books, and fails with an assertion as soon as a rule is broken.
"""

from typing import get_args

import msgspec

from easel_conversation.decide import Decision
from easel_conversation.effects import (
    AnswerElicitation,
    AnswerPermission,
    Effect,
    KillAgent,
    SendCancel,
    SendPrompt,
    StartAgent,
    StartTimer,
    StopAgent,
    StopTimers,
)
from easel_conversation.events import Event, ToolCallChanged, TurnEnded, TurnStarted
from easel_conversation.fold import fold
from easel_conversation.ids import ElicitationId, Epoch, PermissionId, ToolCallId, TurnId
from easel_conversation.inputs import (
    ElicitationAsked,
    Evict,
    Input,
    PermissionAsked,
    PromptAnswered,
    PromptFailed,
    Recover,
)
from easel_conversation.state import ConversationState
from easel_conversation.values import FINAL_BY_AGENT, PROVISIONAL, EndReason, ToolCallStatus

DOWN = frozenset({"none", "crashed", "parked"})
OPEN: frozenset[ToolCallStatus] = frozenset({"pending", "in_progress"})


class DecisionRules:
    """The books of one conversation, from its first event on."""

    def __init__(self, initial: ConversationState) -> None:
        self.state = initial
        self.log: list[bytes] = []
        self.timers: dict[str, StartTimer] = {}
        self._folded = initial
        self._live: TurnId | None = None
        self._ended: dict[TurnId, EndReason] = {}
        self._tools: dict[tuple[TurnId, ToolCallId], ToolCallStatus] = {}
        self._started_epoch = Epoch(0)
        self._unanswered: dict[Epoch, TurnId] = {}
        self._cancelled: set[TurnId] = set()
        self._permissions: dict[PermissionId, int] = {}
        self._elicitations: dict[ElicitationId, int] = {}

    def reload(self, initial: ConversationState, log: list[bytes]) -> ConversationState:
        """Forget all but a part of the log, as a restart does. Returns the folded state."""
        self.__init__(initial)  # type: ignore[misc]
        for line in log:
            self._event(msgspec.json.decode(line, type=Event))
        self._started_epoch = self._folded.epoch
        self.state = self._folded
        return self.state

    def check(self, what: Input, decision: Decision) -> None:
        """Enter a decision in the books, and hold it against the rules."""
        before = self.state
        self._input(what, before)
        for event in decision.events:
            assert event.seq == self._folded.seq + 1, "seq has a gap"
            self._event(event)
        self.state = decision.state
        for effect in decision.effects:
            self._effect(effect)
        assert self._folded == self.state, "replayed from the log, the state is another"
        if what == Evict() and before.turn is not None:
            assert decision.effects == (), "a turn was evicted"
        if what == Recover():
            assert decision.effects == ()
            self._permissions.clear()
            self._elicitations.clear()
        self._check_questions()
        _check_state(self.state)
        self._check_stale(what, before, decision)
        _check_addressee(what, decision)
        self._check_deadline()

    def _input(self, what: Input, before: ConversationState) -> None:
        match what:
            case (
                PromptAnswered(epoch=epoch, turn_id=turn_id)
                | PromptFailed(epoch=epoch, turn_id=turn_id)
            ):
                if self._unanswered.get(epoch) == turn_id:
                    del self._unanswered[epoch]
            case PermissionAsked(permission_id=permission_id):
                self._permissions[permission_id] = 0
            case ElicitationAsked(elicitation_id=elicitation_id):
                self._elicitations[elicitation_id] = 0
            case _:
                pass

    def _event(self, event: Event) -> None:
        line = msgspec.json.encode(event)
        self.log.append(line)
        self._folded = fold(self._folded, msgspec.json.decode(line, type=Event))
        match event:
            case TurnStarted(turn_id=turn_id):
                assert turn_id is not None
                assert self._live is None, "two turns at once"
                assert turn_id not in self._ended, "a turn began twice"
                self._live = turn_id
            case TurnEnded(turn_id=turn_id, reason=reason):
                assert turn_id is not None
                assert turn_id == self._live, "a turn ended that was not live"
                assert reason in get_args(EndReason)
                self._live = None
                self._ended[turn_id] = reason
                open_tools = [k for k, s in self._tools.items() if k[0] == turn_id and s in OPEN]
                assert not open_tools, "a tool call outlived its turn"
            case ToolCallChanged(turn_id=turn_id, tool_call=call):
                assert turn_id is not None
                self._tool_call((turn_id, call.tool_call_id), call.status)
            case _:
                pass

    def _tool_call(self, key: tuple[TurnId, ToolCallId], status: ToolCallStatus) -> None:
        known = self._tools.get(key)
        if known in FINAL_BY_AGENT:
            assert status == known, "a final status went back"
        if known in PROVISIONAL:
            assert status == known or status in FINAL_BY_AGENT, "an end of ours went back"
        self._tools[key] = status

    def _effect(self, effect: Effect) -> None:
        turn = self.state.turn
        match effect:
            case StartAgent(epoch=epoch):
                assert epoch > self._started_epoch, "an epoch was started twice"
                assert epoch == self.state.epoch
                self._started_epoch = epoch
            case StopAgent(epoch=epoch) | KillAgent(epoch=epoch):
                assert epoch == self._started_epoch
            case SendPrompt(epoch=epoch, turn_id=turn_id):
                assert turn is not None
                assert (turn.id, turn.epoch, turn.origin) == (turn_id, epoch, "user")
                assert epoch == self.state.epoch
                assert epoch not in self._unanswered, "two prompts at once"
                assert not self.state.outdated, "a prompt for a process that is outdated"
                self._unanswered[epoch] = turn_id
            case SendCancel(epoch=epoch):
                assert turn is not None
                assert (turn.epoch, turn.origin) == (epoch, "user")
                assert self._unanswered.get(epoch) == turn.id, "a cancel with nothing to cancel"
                assert turn.id not in self._cancelled, "two cancels of one turn"
                self._cancelled.add(turn.id)
            case AnswerPermission(permission_id=permission_id, outcome=outcome):
                assert self._permissions[permission_id] == 0, "a permission was answered twice"
                assert turn is not None or outcome == {"outcome": "cancelled"}
                self._permissions[permission_id] += 1
            case AnswerElicitation(elicitation_id=elicitation_id):
                assert self._elicitations[elicitation_id] == 0, "an elicitation was answered twice"
                self._elicitations[elicitation_id] += 1
            case StartTimer(name=name):
                self.timers[name] = effect
            case StopTimers():
                self.timers.clear()
            case _:
                pass

    def _check_questions(self) -> None:
        turn = self.state.turn
        open_permissions = {p for p, answers in self._permissions.items() if not answers}
        open_elicitations = {e for e, answers in self._elicitations.items() if not answers}
        assert open_permissions == set(turn.permissions if turn else ())
        assert open_elicitations == set(turn.elicitations if turn else ())

    def _check_stale(self, what: Input, before: ConversationState, decision: Decision) -> None:
        epoch = getattr(what, "epoch", before.epoch)
        if epoch != before.epoch:
            assert decision.events == (), "a callback of another epoch did something"
            allowed = AnswerPermission | AnswerElicitation
            assert all(isinstance(effect, allowed) for effect in decision.effects)

    def _check_deadline(self) -> None:
        turn = self.state.turn
        if turn is not None and turn.cancelling is not None:
            assert turn.cancelling.timed_out or "cancel" in self.timers, "a cancel has no deadline"
            assert not turn.permissions
            assert not turn.elicitations
        if turn is not None and turn.sent:
            assert self.timers.keys() & {"silence", "quiet"}, "a turn that nobody watches"


def _check_addressee(what: Input, decision: Decision) -> None:
    if isinstance(what, PromptAnswered | PromptFailed):
        ended = [event.turn_id for event in decision.events if isinstance(event, TurnEnded)]
        assert ended in ([], [what.turn_id]), "an answer ended a turn that it was not for"


def _check_state(state: ConversationState) -> None:
    turn = state.turn
    assert state.reported_status == state.execution_status, "a status nobody was told of"
    assert (state.process == "busy") == (
        turn is not None and turn.sent and turn.origin == "user"
    ), "busy without a prompt, or a prompt without busy"
    if state.process in DOWN:
        assert turn is None, "a turn without a process"
        assert not any(queued.steering for queued in state.queue), "nobody will answer that"
    if state.process == "starting":
        assert turn is None or not turn.sent
    if turn is None and state.process == "ready":
        assert not state.outdated, "an outdated process that nothing lets go"
    if turn is None and state.process != "parked":
        assert state.next_in_queue is None, "a prompt waits for nothing"
    ids = [queued.turn_id for queued in state.queue]
    assert len(ids) == len(set(ids))
    assert turn is None or turn.id not in ids
