"""Whatever people, agents, clocks and restarts do in whatever order, the rules hold.

The model of the agent below is as unruly as a real one: it answers twice, late, for the wrong
epoch or not at all. `DecisionRules` judges every decision.
"""

from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from easel_conversation.ids import (
    AcpSessionId,
    ElicitationId,
    Epoch,
    ToolCallId,
    TurnId,
)
from easel_conversation.inputs import (
    AgentExited,
    AgentFailed,
    AgentOutdated,
    AgentReady,
    AgentUpdate,
    AgentUpdated,
    Cancel,
    CancelDeadlinePassed,
    DropQueued,
    EditQueued,
    ElicitationAsked,
    ElicitationWithdrawn,
    Evict,
    Input,
    Interrupt,
    Pause,
    PermissionWithdrawn,
    Prompt,
    PromptAnswered,
    PromptFailed,
    Recover,
    Rename,
    ReorderQueue,
    RespondElicitation,
    RespondPermission,
    Resume,
    Run,
    SessionMetadata,
    Signal,
    SteerAnswered,
    Warm,
)
from easel_conversation.policy import PermissionDefault, Policy
from easel_conversation.values import (
    ErrorInfo,
    OnTimeout,
    ParkedCause,
    SessionLoadOutcome,
    SteerOutcome,
    Usage,
    WhenBusy,
)
from easel_testing.any_updates import texts, tool_calls, tools, updates, usages
from easel_testing.conversation_driver import CRASH, STOPPED, new_conversation
from easel_testing.conversation_driver import text as words_of
from easel_testing.conversation_machine import ConversationMachine


class AnyInterleaving(ConversationMachine):
    """Everything at once."""

    @initialize(
        permissions=st.sampled_from(["ask", "ask", "allow", "reject"]),
        on_timeout=st.sampled_from(["interrupt", "error"]),
        warm=st.sampled_from([True, True, False]),
    )
    def create(self, permissions: PermissionDefault, on_timeout: OnTimeout, warm: bool) -> None:
        self.begin(
            Policy(
                permissions=permissions,
                cancel_on_timeout=on_timeout,
                max_queued_prompts=6,
                max_turn_text=60,
            )
        )
        if warm:
            self.prompt("hello", "queue", run=True)
            self.starts(None, [], "s1")

    # People

    @rule(
        content=texts,
        when_busy=st.sampled_from(["queue", "reject", "interrupt", "steer"]),
        run=st.sampled_from([True, True, True, False]),
    )
    def prompt(self, content: str, when_busy: WhenBusy, run: bool) -> None:
        turn_id = TurnId(f"t{len(self.turns)}")
        self.turns.append(turn_id)
        self.put(Prompt(turn_id, words_of(content), run=run, when_busy=when_busy))

    @rule(
        timeout_ms=st.sampled_from([0, 1_000, 60_000]),
        on_timeout=st.sampled_from(["interrupt", "error"]),
    )
    @precondition(lambda self: self.state.turn is not None or self.state.seq % 4 == 0)
    def stop(self, timeout_ms: int, on_timeout: OnTimeout) -> None:
        self.put(Cancel(timeout_ms, on_timeout))

    @rule(command=st.sampled_from([Interrupt(500), Interrupt(0), Pause()]))
    @precondition(lambda self: self.state.turn is not None)
    def stop_firmly(self, command: Input) -> None:
        self.put(command)

    @rule(
        command=st.sampled_from([Run(), Run(), Resume(), Warm(), Pause(), Rename("A better title")])
    )
    def go_on(self, command: Input) -> None:
        self.put(command)

    @rule()
    @precondition(lambda self: self.state.process == "ready")
    def evict(self) -> None:
        busy = self.state.turn is not None
        before = self.state
        self.put(Evict())
        assert not busy or self.state == before, "a turn was evicted"

    @rule(data=st.data(), command=st.sampled_from([DropQueued, EditQueued, ReorderQueue]))
    @precondition(lambda self: self.state.queue)
    def change_queue(self, data: st.DataObject, command: Callable[..., Input]) -> None:
        turn_id = data.draw(st.sampled_from(self.turns[-6:]))
        match command:
            case _ if command is DropQueued:
                self.put(DropQueued(turn_id))
            case _ if command is EditQueued:
                self.put(EditQueued(turn_id, words_of("edited")))
            case _:
                waiting = [queued.turn_id for queued in self.state.queue]
                self.put(ReorderQueue(tuple(data.draw(st.permutations(waiting)))))
                assert {q.turn_id for q in self.state.queue} == set(waiting)

    @rule(data=st.data(), option=st.sampled_from(["yes", "no", None, "invented"]))
    @precondition(lambda self: self.permissions)
    def answer_permission(self, data: st.DataObject, option: str | None) -> None:
        permission_id = data.draw(st.sampled_from(self.permissions))
        self.put(RespondPermission(permission_id, option, by="editor"))

    @rule(data=st.data())
    @precondition(lambda self: self.elicitations)
    def answer_elicitation(self, data: st.DataObject) -> None:
        elicitation_id = data.draw(st.sampled_from(self.elicitations))
        self.put(RespondElicitation(elicitation_id, "accept", {"which": 1}, by="editor"))

    # The agent as it should be

    @rule(
        restored=st.sampled_from([None, "restored", "fresh"]),
        early=st.lists(updates, max_size=2),
        session=st.sampled_from(["s1", "s2"]),
    )
    @precondition(lambda self: self.starting)
    def starts(
        self, restored: SessionLoadOutcome | None, early: list[AgentUpdate], session: str
    ) -> None:
        epoch = self.starting.pop(0)
        self.up.append(epoch)
        metadata = SessionMetadata(modes={"currentModeId": "ask"})
        self.put(
            AgentReady(
                epoch, AcpSessionId(session), "test", "1", metadata, restored, early=tuple(early)
            )
        )

    @rule(
        kind=st.sampled_from(["agentUnavailable", "agentCrashed", "agentError"]),
        parked=st.sampled_from([None, None, "authRequired"]),
    )
    @precondition(lambda self: self.starting)
    def fails_to_start(self, kind: str, parked: ParkedCause | None) -> None:
        self.put(AgentFailed(self.starting.pop(0), ErrorInfo(kind=kind, message="no"), parked))

    @rule(batch=st.lists(updates, min_size=1, max_size=4))
    @precondition(lambda self: self.up)
    def tells(self, batch: list[AgentUpdate]) -> None:
        self.put(AgentUpdated(self.up[-1], tuple(batch)))

    @rule(batch=st.lists(tool_calls, min_size=1, max_size=6))
    @precondition(lambda self: self.up)
    def works(self, batch: list[AgentUpdate]) -> None:
        self.put(AgentUpdated(self.up[-1], tuple(batch)))

    @rule(
        stop_reason=st.sampled_from(["end_turn", "cancelled", "refusal", "odd", None]),
        usage=usages,
    )
    @precondition(lambda self: self.prompted())
    def answers(self, stop_reason: str | None, usage: Usage | None) -> None:
        turn = self.prompted()
        assert turn is not None
        self.put(PromptAnswered(self.state.epoch, turn, stop_reason, usage))

    @rule()
    @precondition(lambda self: self.prompted())
    def answers_with_an_error(self) -> None:
        turn = self.prompted()
        assert turn is not None
        self.put(PromptFailed(self.state.epoch, turn, ErrorInfo(kind="agentError", message="no")))

    @rule(outcome=st.sampled_from(["injected", "startedNewTurn", "promptRequired", "failed"]))
    @precondition(lambda self: self.steered)
    def is_steered(self, outcome: SteerOutcome) -> None:
        effect = self.steered.pop(0)
        self.put(SteerAnswered(effect.epoch, effect.turn_id, outcome))

    @rule(tool=tools)
    @precondition(lambda self: self.up)
    def asks(self, tool: ToolCallId) -> None:
        self.ask(self.up[-1], tool)

    @rule()
    @precondition(lambda self: self.up)
    def elicits(self) -> None:
        elicitation_id = ElicitationId(f"e{len(self.elicitations)}")
        self.elicitations.append(elicitation_id)
        self.put(ElicitationAsked(self.up[-1], elicitation_id, "form", "Which?"))

    @rule(age=st.integers(0, 1))
    @precondition(lambda self: self.up or self.starting)
    def is_outdated(self, age: int) -> None:
        self.put(AgentOutdated(Epoch(max(self.state.epoch - age, 0))))

    @rule()
    @precondition(lambda self: self.up)
    def crashes(self) -> None:
        self.put(AgentExited(self.up.pop(), deliberate=False, error=CRASH))

    @rule()
    @precondition(lambda self: self.doomed)
    def ends_as_wanted(self) -> None:
        epoch = self.doomed.pop(0)
        self.put(AgentExited(epoch, deliberate=True, error=STOPPED))

    # The agent as it should not be: late, twice, unasked

    @rule(
        data=st.data(),
        age=st.integers(0, 2),
        kind=st.sampled_from(
            ["ready", "failed", "crash", "end", "update", "answer", "error", "ask", "steer"]
        ),
    )
    @precondition(lambda self: self.state.seq % 3 == 0)
    def unruly(self, data: st.DataObject, age: int, kind: str) -> None:
        epoch = Epoch(max(self.state.epoch - age, 0))
        turn = data.draw(st.sampled_from([TurnId("unheard-of"), *self.turns[-3:]]))
        metadata = SessionMetadata()
        signals: dict[str, Signal] = {
            "ready": AgentReady(epoch, AcpSessionId("s1"), None, None, metadata, None),
            "failed": AgentFailed(epoch, CRASH),
            "crash": AgentExited(epoch, deliberate=False, error=CRASH),
            "end": AgentExited(epoch, deliberate=True, error=STOPPED),
            "answer": PromptAnswered(epoch, turn, "end_turn"),
            "error": PromptFailed(epoch, turn, CRASH),
            "steer": SteerAnswered(epoch, turn, "injected"),
        }
        if kind == "ask":
            self.ask(epoch, ToolCallId("a"))
        elif kind == "update":
            self.put(AgentUpdated(epoch, tuple(data.draw(st.lists(updates, max_size=3)))))
        else:
            self.put(signals[kind])

    @rule(data=st.data())
    @precondition(lambda self: self.prompted() and len(self.turns) > 1)
    def answers_another_prompt(self, data: st.DataObject) -> None:
        turn = data.draw(st.sampled_from(self.turns))
        if turn != self.prompted():
            self.put(PromptAnswered(self.state.epoch, turn, "end_turn"))

    @rule(data=st.data(), age=st.integers(0, 1), completed=st.booleans())
    @precondition(lambda self: self.permissions or self.elicitations)
    def withdraws(self, data: st.DataObject, age: int, completed: bool) -> None:
        epoch = Epoch(max(self.state.epoch - age, 0))
        if self.permissions:
            permission_id = data.draw(st.sampled_from(self.permissions))
            self.put(PermissionWithdrawn(epoch, permission_id))
        if self.elicitations:
            elicitation_id = data.draw(st.sampled_from(self.elicitations))
            self.put(ElicitationWithdrawn(epoch, elicitation_id, completed))

    # Clocks

    @rule(data=st.data(), late_ms=st.sampled_from([0, 1, 100_000]))
    @precondition(lambda self: self.judge.timers)
    def rings(self, data: st.DataObject, late_ms: int) -> None:
        name = data.draw(st.sampled_from(sorted(self.judge.timers)))
        self.ring(name, late_ms)

    @rule(data=st.data())
    @precondition(lambda self: self.rung)
    def rings_again(self, data: st.DataObject) -> None:
        signal = data.draw(st.sampled_from(self.rung))
        if type(signal) is CancelDeadlinePassed and "cancel" in self.judge.timers:
            return  # the same as an early ring, which no clock does
        self.put(signal)

    @rule(ms=st.sampled_from([1, 4_000, 70_000, -3_600_000]))
    @precondition(lambda self: self.judge.timers)
    def time_passes(self, ms: int) -> None:
        self.now_ms += ms

    # Ourselves

    @rule(lost=st.integers(0, 3))
    @precondition(lambda self: self.state.seq % 8 == 0)
    def restart(self, lost: int) -> None:
        """Easel is killed. What of the log was on the disk is all that is left."""
        kept = self.judge.log[: len(self.judge.log) - lost] if lost else self.judge.log
        initial = new_conversation()
        self.state = self.judge.reload(initial, list(kept))
        self.rung.clear()
        self.forget_processes()
        self.put(Recover())
        assert self.state.turn is None
        assert self.state.process == "none"
        assert all(queued.held for queued in self.state.queue)
        before = self.state
        self.put(Recover())
        assert self.state == before, "there was something left to recover"


TestAnyInterleaving = AnyInterleaving.TestCase
TestAnyInterleaving.settings = settings(max_examples=100, stateful_step_count=50, deadline=None)
