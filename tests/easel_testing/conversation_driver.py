"""A conversation without processes: say what people, the agent and the clock do, see what follows.

Timers that decisions start are kept by a clock of our own and ring in `wait`. Every decision is
held against `DecisionRules`.
"""

from collections.abc import Sequence
from itertools import count
from typing import Any, TypeVar

import msgspec

from easel_conversation.decide import Decision, decide
from easel_conversation.effects import Effect, StartTimer, StopTimers
from easel_conversation.events import Event, Message, ToolCallChanged, TurnEnded
from easel_conversation.ids import (
    AcpSessionId,
    AgentName,
    ConversationId,
    ElicitationId,
    Epoch,
    PermissionId,
    ToolCallId,
    TurnId,
)
from easel_conversation.inputs import (
    AgentExited,
    AgentFailed,
    AgentReady,
    AgentUpdate,
    AgentUpdated,
    Cancel,
    ElicitationAsked,
    Input,
    Interrupt,
    MessageChunk,
    Pause,
    PermissionAsked,
    Prompt,
    PromptAnswered,
    PromptFailed,
    Recover,
    RespondPermission,
    Run,
    SessionMetadata,
    SteerAnswered,
    ToolCallUpdate,
)
from easel_conversation.policy import Policy
from easel_conversation.state import ConversationState
from easel_conversation.values import (
    ContentBlock,
    ErrorInfo,
    ExecutionStatus,
    JsonObject,
    OnTimeout,
    ParkedCause,
    ProcessStatus,
    Role,
    SessionLoadOutcome,
    SteerOutcome,
    Usage,
    WhenBusy,
)
from easel_testing.decision_rules import DecisionRules

START_MS = 1_700_000_000_000
CRASH = ErrorInfo(kind="agentCrashed", message="The agent ended unexpectedly.")
STOPPED = ErrorInfo(kind="agentStopped", message="The agent was stopped.")
OPTIONS: tuple[JsonObject, ...] = (
    {"optionId": "yes", "name": "Allow", "kind": "allow_once"},
    {"optionId": "always", "name": "Always", "kind": "allow_always"},
    {"optionId": "no", "name": "Reject", "kind": "reject_once"},
)

T = TypeVar("T")


def new_conversation() -> ConversationState:
    """A conversation that nothing has happened in."""
    return ConversationState(
        id=ConversationId("c1"), agent=AgentName("test"), cwd="/work", created_at_ms=START_MS
    )


def text(words: str) -> tuple[ContentBlock, ...]:
    """The content of a prompt that says `words`."""
    return ({"type": "text", "text": words},)


class Driver:
    """One conversation. What follows from the newest input is in `events` and `effects`."""

    def __init__(self, policy: Policy | None = None) -> None:
        self.policy = policy or Policy()
        self.state = new_conversation()
        self.now_ms = START_MS
        self.log: list[Event] = []
        self.done: list[Effect] = []
        self.events: tuple[Event, ...] = ()
        self.effects: tuple[Effect, ...] = ()
        self.rules = DecisionRules(self.state)
        self._timers: dict[str, tuple[int, StartTimer]] = {}
        self._ids = count(1)

    # People

    def prompt(
        self, words: str = "hello", *, when_busy: WhenBusy = "queue", run: bool = True
    ) -> TurnId:
        """Send a prompt. Returns the id of its turn."""
        turn_id = TurnId(f"t{next(self._ids)}")
        self.put(Prompt(turn_id, text(words), run=run, when_busy=when_busy))
        return turn_id

    def stop(self, *, timeout_ms: int = 5_000, on_timeout: OnTimeout = "interrupt") -> None:
        """Press Stop."""
        self.put(Cancel(timeout_ms, on_timeout))

    def interrupt(self, grace_ms: int = 500) -> None:
        """Stop now, whatever it takes."""
        self.put(Interrupt(grace_ms))

    def pause(self) -> None:
        """End the work for now."""
        self.put(Pause())

    def run(self) -> None:
        """Go on."""
        self.put(Run())

    def answer_permission(self, permission_id: PermissionId, option_id: str | None) -> None:
        """Click on an option, or close the question."""
        self.put(RespondPermission(permission_id, option_id, by="editor"))

    # The agent. Its epoch is the newest unless another is named.

    def agent_starts(
        self,
        *,
        epoch: int | None = None,
        session: str = "s1",
        restored: SessionLoadOutcome | None = None,
    ) -> None:
        """The agent is up."""
        self.put(
            AgentReady(
                self._epoch(epoch),
                AcpSessionId(session),
                agent_name="test",
                agent_version="1",
                metadata=SessionMetadata(),
                restored=restored,
            )
        )

    def agent_fails_to_start(
        self, kind: str = "agentUnavailable", parked: ParkedCause | None = None
    ) -> None:
        """The agent could not be brought up."""
        self.put(AgentFailed(self._epoch(None), ErrorInfo(kind=kind, message="no"), parked))

    def agent_says(
        self,
        words: str,
        *,
        message_id: str | None = None,
        role: Role = "assistant",
        epoch: int | None = None,
    ) -> None:
        """A chunk of text."""
        chunk = MessageChunk(role, {"type": "text", "text": words}, message_id)
        self.agent_updates(chunk, epoch=epoch)

    def agent_calls_tool(
        self,
        tool: str,
        status: str | None = None,
        *,
        created: bool = False,
        title: str | None = None,
        epoch: int | None = None,
    ) -> None:
        """News of a tool call."""
        update = ToolCallUpdate(ToolCallId(tool), created=created, title=title, status=status)
        self.agent_updates(update, epoch=epoch)

    def agent_updates(self, *updates: AgentUpdate, epoch: int | None = None) -> None:
        """A batch of updates."""
        self.put(AgentUpdated(self._epoch(epoch), updates))

    def agent_answers(
        self,
        stop_reason: str | None = "end_turn",
        *,
        turn: TurnId | None = None,
        epoch: int | None = None,
        usage: Usage | None = None,
    ) -> None:
        """The agent answers the prompt of `turn`, else of the live turn."""
        self.put(PromptAnswered(self._epoch(epoch), self._turn(turn), stop_reason, usage))

    def agent_refuses(self, message: str = "no", *, turn: TurnId | None = None) -> None:
        """The agent answers the prompt with an error."""
        error = ErrorInfo(kind="agentError", message=message, data={"code": -32800})
        self.put(PromptFailed(self._epoch(None), self._turn(turn), error))

    def agent_asks(
        self,
        tool: str = "tool",
        *,
        title: str | None = None,
        options: tuple[JsonObject, ...] = OPTIONS,
        epoch: int | None = None,
    ) -> PermissionId:
        """The agent asks for a permission."""
        permission_id = PermissionId(f"p{next(self._ids)}")
        update = ToolCallUpdate(ToolCallId(tool), created=False, title=title)
        self.put(PermissionAsked(self._epoch(epoch), permission_id, update, options))
        return permission_id

    def agent_elicits(self) -> ElicitationId:
        """The agent asks for input."""
        elicitation_id = ElicitationId(f"e{next(self._ids)}")
        self.put(ElicitationAsked(self._epoch(None), elicitation_id, "form", "Which?"))
        return elicitation_id

    def agent_is_steered(self, turn: TurnId, outcome: SteerOutcome) -> None:
        """What the agent makes of a message in mid-turn."""
        self.put(SteerAnswered(self._epoch(None), turn, outcome))

    def agent_crashes(self, *, epoch: int | None = None) -> None:
        """The process ends by itself."""
        self.put(AgentExited(self._epoch(epoch), deliberate=False, error=CRASH))

    def agent_is_gone(self, *, epoch: int | None = None) -> None:
        """The process ends because we ended it."""
        self.put(AgentExited(self._epoch(epoch), deliberate=True, error=STOPPED))

    # The clock, and ourselves

    def wait(self, ms: int) -> None:
        """Let time pass, and timers ring."""
        end = self.now_ms + ms
        while due := [(at, name) for name, (at, _) in self._timers.items() if at <= end]:
            at, name = min(due)
            self.now_ms = max(at, self.now_ms)
            del self.rules.timers[name]
            self.put(self._timers.pop(name)[1].signal)
        self.now_ms = end

    def restart(self) -> None:
        """Easel ends without a word and comes back with its log."""
        self._timers.clear()
        self.state = self.rules.reload(new_conversation(), self.rules.log)
        self.put(Recover())

    def put(self, what: Input) -> Decision:
        """Any input."""
        decision = decide(self.state, what, self.now_ms, self.policy)
        self.rules.check(what, decision)
        self.state = decision.state
        self.events, self.effects = decision.events, decision.effects
        self.log.extend(decision.events)
        self.done.extend(decision.effects)
        for effect in decision.effects:
            if isinstance(effect, StartTimer):
                self._timers[effect.name] = (self.now_ms + effect.delay_ms, effect)
            elif isinstance(effect, StopTimers):
                self._timers.clear()
        return decision

    # What can be seen

    def status(self) -> ExecutionStatus:
        """What the conversation is doing."""
        return self.state.execution_status

    def process(self) -> ProcessStatus:
        """What its agent's process is doing."""
        return self.state.process

    def events_of(self, kind: type[T]) -> list[T]:
        """All events of a kind, oldest first."""
        return [event for event in self.log if isinstance(event, kind)]

    def effects_of(self, kind: type[T]) -> list[T]:
        """All effects of a kind, oldest first."""
        return [effect for effect in self.done if isinstance(effect, kind)]

    def endings(self) -> dict[TurnId, str]:
        """How the turns ended that have."""
        return {e.turn_id: e.reason for e in self.events_of(TurnEnded) if e.turn_id is not None}

    def ending(self, turn: TurnId) -> TurnEnded:
        """The one end of a turn."""
        (ended,) = [event for event in self.events_of(TurnEnded) if event.turn_id == turn]
        return ended

    def text_of(self, turn: TurnId) -> str:
        """What the agent said in a turn."""
        return "".join(
            event.content.get("text", "")
            for event in self.events_of(Message)
            if event.turn_id == turn and event.role == "assistant"
        )

    def tool_statuses(self, turn: TurnId, tool: str = "tool") -> list[str]:
        """The statuses that a tool call of a turn was shown with, oldest first."""
        return [
            event.tool_call.status
            for event in self.events_of(ToolCallChanged)
            if event.turn_id == turn and event.tool_call.tool_call_id == tool
        ]

    def waiting(self) -> list[TurnId]:
        """The queue."""
        return [queued.turn_id for queued in self.state.queue]

    def _epoch(self, epoch: int | None) -> Epoch:
        return self.state.epoch if epoch is None else Epoch(epoch)

    def _turn(self, turn: TurnId | None) -> TurnId:
        if turn is not None:
            return turn
        assert self.state.turn is not None
        return self.state.turn.id


def running(policy: Policy | None = None) -> tuple[Driver, TurnId]:
    """A conversation whose first turn runs."""
    conversation = Driver(policy)
    turn = conversation.prompt()
    conversation.agent_starts()
    return conversation, turn


def warm(policy: Policy | None = None) -> Driver:
    """A conversation whose agent has done a turn and waits."""
    conversation, _ = running(policy)
    conversation.agent_answers()
    return conversation


def as_json(events: Sequence[Event]) -> Any:
    """Events as they lie in the log."""
    return msgspec.to_builtins(events)
