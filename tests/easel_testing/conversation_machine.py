"""A conversation in the hands of hypothesis: its agent, its clock, and what must hold of it.

`DecisionRules` judges every decision. What can happen is for the tests to say, as rules.
"""

import msgspec
from hypothesis.stateful import RuleBasedStateMachine

from easel_conversation.decide import decide
from easel_conversation.effects import (
    Effect,
    KillAgent,
    SendPrompt,
    StartAgent,
    StartTimer,
    SteerPrompt,
    StopAgent,
)
from easel_conversation.errors import ConversationError
from easel_conversation.events import Event
from easel_conversation.fold import fold
from easel_conversation.ids import (
    AcpSessionId,
    ElicitationId,
    Epoch,
    PermissionId,
    ToolCallId,
    TurnId,
)
from easel_conversation.inputs import (
    AgentExited,
    AgentReady,
    AgentUpdated,
    Input,
    PermissionAsked,
    RespondElicitation,
    RespondPermission,
    SessionMetadata,
    Signal,
    SteerAnswered,
    ToolCallUpdate,
)
from easel_conversation.policy import Policy
from easel_conversation.runs import oldest
from easel_testing.conversation_driver import OPTIONS, START_MS, STOPPED, new_conversation
from easel_testing.decision_rules import DecisionRules


class ConversationMachine(RuleBasedStateMachine):
    """A conversation, the processes that it wanted, and the books about both.

    `starting`, `up` and `doomed` are epochs of processes; `rung` are signals of timers that were
    put already. Left alone at the end, every turn must come to its end.
    """

    def begin(self, policy: Policy) -> None:
        """Make the conversation."""
        self.policy = policy
        self.state = new_conversation()
        self.judge = DecisionRules(self.state)
        self.now_ms = START_MS
        self.awake_ms = 0
        self.due_ms: dict[str, int] = {}
        self.turns: list[TurnId] = []
        self.permissions: list[PermissionId] = []
        self.elicitations: list[ElicitationId] = []
        self.rung: list[Signal] = []
        self.forget_processes()

    def forget_processes(self) -> None:
        """Nothing of the agents is left."""
        self.starting: list[Epoch] = []
        self.up: list[Epoch] = []
        self.doomed: list[Epoch] = []
        self.steered: list[SteerPrompt] = []

    def put(self, what: Input) -> None:
        """Decide about an input, judge the decision and carry it out."""
        try:
            decision = decide(self.state, what, self.now_ms, self.policy)
        except ConversationError:
            assert not isinstance(what, Signal)
            return
        self.judge.check(what, decision)
        self.state = decision.state
        for effect in decision.effects:
            self._perform(effect)

    def teardown(self) -> None:
        """Left alone with a clock and an agent that does its part, every turn comes to its end."""
        if not hasattr(self, "judge"):
            return
        for _ in range(200):
            if self.state.turn is None and not (self.starting or self.doomed or self.steered):
                break
            self._do_the_duty()
        assert self.state.turn is None, "a turn that never ends"
        self._check_merged_log()

    def _do_the_duty(self) -> None:
        """One step of a worker that signals what it must, and of an agent that has died inside."""
        turn = self.state.turn
        if self.starting:
            epoch = self.starting.pop(0)
            self.up.append(epoch)
            self.put(AgentReady(epoch, AcpSessionId("s1"), None, None, SessionMetadata(), "fresh"))
        elif self.doomed:
            self.put(AgentExited(self.doomed.pop(0), deliberate=True, error=STOPPED))
        elif self.steered:
            effect = self.steered.pop(0)
            self.put(SteerAnswered(effect.epoch, effect.turn_id, "failed"))
        elif turn is None:
            return
        elif turn.permissions:
            self.put(RespondPermission(next(iter(turn.permissions)), None, by="editor"))
        elif turn.elicitations:
            self.put(RespondElicitation(next(iter(turn.elicitations)), "decline", None, "editor"))
        else:
            ended = [ToolCallUpdate(id_, created=False, status="failed") for id_ in turn.tool_calls]
            if any(call.status in {"pending", "in_progress"} for call in turn.tool_calls.values()):
                self.put(AgentUpdated(self.state.epoch, tuple(ended)))
            self.ring(min(self.judge.timers, key=self.due_ms.__getitem__), 0)

    def _perform(self, effect: Effect) -> None:
        match effect:
            case StartAgent(epoch=epoch):
                self.starting.append(epoch)
            case StopAgent(epoch=epoch) | KillAgent(epoch=epoch):
                self._doom(epoch)
            case SteerPrompt():
                self.steered.append(effect)
            case StartTimer(name=name, delay_ms=delay_ms):
                self.due_ms[name] = self.awake_ms + delay_ms
            case SendPrompt(epoch=epoch):
                assert epoch not in self.doomed, "a prompt for a process that is being ended"
            case _:
                pass

    def _doom(self, epoch: Epoch) -> None:
        for alive in (self.starting, self.up):
            if epoch in alive:
                alive.remove(epoch)
        if epoch not in self.doomed:
            self.doomed.append(epoch)

    def ask(self, epoch: Epoch, tool: ToolCallId) -> None:
        """The agent asks for a permission."""
        permission_id = PermissionId(f"p{len(self.permissions)}")
        self.permissions.append(permission_id)
        update = ToolCallUpdate(tool, created=False)
        self.put(PermissionAsked(epoch, permission_id, update, OPTIONS))

    def ring(self, name: str, late_ms: int) -> None:
        """A timer rings when it is due, or later."""
        timer = self.judge.timers.pop(name)
        self.rung.append(timer.signal)
        waited = max(self.due_ms[name] - self.awake_ms, 0) + late_ms
        self.awake_ms += waited
        self.now_ms += waited
        self.put(timer.signal)

    def prompted(self) -> TurnId | None:
        """The turn whose prompt the agent has, if it still lives."""
        turn = self.state.turn
        if turn is None or turn.origin == "agent" or not turn.sent:
            return None
        return turn.id

    def _check_merged_log(self) -> None:
        """The log as readers get it, chunks merged, folds to the same state."""
        events = (msgspec.json.decode(line, type=Event) for line in self.judge.log)
        state = new_conversation()
        for event in oldest(events, 1_000_000).events:
            state = fold(state, event)
        assert state == self.state
