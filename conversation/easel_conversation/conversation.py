"""A conversation at work: puts inputs to `decide`, keeps the state, passes the outcome on."""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from easel_conversation.decide import Decision, decide
from easel_conversation.effects import AgentEffect, Effect, StartTimer, StopTimers
from easel_conversation.events import Event
from easel_conversation.inputs import Input, Signal
from easel_conversation.log import EventLog
from easel_conversation.policy import Policy
from easel_conversation.state import ConversationState

logger = logging.getLogger(__name__)

Listener = Callable[["Conversation", tuple[Event, ...]], None]
EventTest = Callable[[Event], bool]


class Agent(Protocol):
    """Carries out effects on the agent's process.

    It answers with signals, from its own tasks. After `KillAgent` it always signals
    `AgentExited`, after `StartAgent` always `AgentReady` or `AgentFailed`.
    """

    def perform(self, effect: AgentEffect) -> None:
        """Take the effect on. Never blocks, never raises, never dispatches from inside."""
        ...


class Conversation:
    """The one writer of a conversation's state. Belongs to one event loop."""

    def __init__(
        self,
        state: ConversationState,
        log: EventLog,
        connect: Callable[["Conversation"], Agent],
        policy: Callable[[], Policy],
        now_ms: Callable[[], int],
    ) -> None:
        self._state = state
        self._policy = policy
        self._now_ms = now_ms
        self._listeners: list[Listener] = []
        self._expected: list[tuple[EventTest, asyncio.Future[Event]]] = []
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self.log = log
        self.agent = connect(self)

    @property
    def state(self) -> ConversationState:
        """The present state; immutable."""
        return self._state

    def dispatch(self, what: Input) -> Decision:
        """Put an input to the conversation and let what follows from it happen.

        Raises:
            ConversationError: a command that cannot be followed now; nothing has happened then.
        """
        decision = decide(self._state, what, self._now_ms(), self._policy())
        self._state = decision.state
        if decision.events:
            self.log.append(decision.events)
            self._tell(decision.events)
        for effect in decision.effects:
            self._perform(effect)
        return decision

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` called with every batch of new events. Returns how to stop that.

        A listener must not dispatch from inside.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def expect(self, test: EventTest) -> asyncio.Future[Event]:
        """The next event that passes `test`. Ask before dispatching what brings it about."""
        future: asyncio.Future[Event] = asyncio.get_running_loop().create_future()
        self._expected.append((test, future))
        return future

    def close(self) -> None:
        """Forget timers, listeners and those who wait."""
        self._stop_timers()
        self._listeners.clear()
        for _, future in self._expected:
            future.cancel()
        self._expected.clear()

    def _tell(self, events: tuple[Event, ...]) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(self, events)
            except Exception:
                logger.exception("A listener of conversation %s failed", self._state.id)
        if self._expected:
            self._expected = [pair for pair in self._expected if not _met(pair, events)]

    def _perform(self, effect: Effect) -> None:
        match effect:
            case StartTimer(name=name, delay_ms=delay_ms, signal=signal):
                if name in self._timers:
                    self._timers[name].cancel()
                loop = asyncio.get_running_loop()
                self._timers[name] = loop.call_later(delay_ms / 1000, self._ring, name, signal)
            case StopTimers():
                self._stop_timers()
            case _:
                self.agent.perform(effect)

    def _ring(self, name: str, signal: Signal) -> None:
        del self._timers[name]
        self.dispatch(signal)

    def _stop_timers(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()


def _met(pair: tuple[EventTest, asyncio.Future[Event]], events: tuple[Event, ...]) -> bool:
    test, future = pair
    if future.done():
        return True
    for event in events:
        if test(event):
            future.set_result(event)
            return True
    return False
