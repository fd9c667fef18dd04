"""A conversation at work: puts inputs to `decide`, keeps the state, passes the outcome on."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from easel_conversation.decide import Decision, decide
from easel_conversation.effects import AgentEffect, Effect, StartTimer, StopTimers
from easel_conversation.events import Event
from easel_conversation.expectations import EventTest, Expectations
from easel_conversation.glance import glance_at
from easel_conversation.inputs import EaselNotice, Input, Signal
from easel_conversation.lease.info import LeaseInfo
from easel_conversation.log import EventLog
from easel_conversation.policy import Policy
from easel_conversation.sight import Sight
from easel_conversation.state import ConversationState
from easel_conversation.values import NoticeLevel

logger = logging.getLogger(__name__)

Listener = Callable[["Conversation", tuple[Event, ...]], None]


class Agent(Protocol):
    """Carries out effects on the agent's process.

    It answers with signals, from its own tasks. After `KillAgent` it always signals
    `AgentExited`, after `StartAgent` always `AgentReady` or `AgentFailed`.
    """

    def perform(self, effect: AgentEffect) -> None:
        """Take the effect on. Never blocks, never raises, never dispatches from inside."""
        ...


class Conversation:
    """The one writer of a conversation's state. Implements `Readable`. Belongs to one event loop.

    What a decision states is in force at once. Listeners, and those who expect an event, are told
    of it as soon as readers get it from the log: the end of a turn once it is kept.
    """

    def __init__(
        self,
        state: ConversationState,
        log: EventLog,
        connect: Callable[["Conversation"], Agent],
        policy: Callable[[], Policy],
        now_ms: Callable[[], int],
        *,
        lease: Callable[[], LeaseInfo | None] = lambda: None,
    ) -> None:
        """`lease`: ours, as it is now."""
        self._state = state
        self._told = state
        self._untold: deque[Decision] = deque()
        self._policy = policy
        self._now_ms = now_ms
        self._listeners: list[Listener] = []
        self._lease = lease
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self.expectations = Expectations()
        self.log = log
        log.watch(self._tell, self._say)
        self.agent = connect(self)

    @property
    def state(self) -> ConversationState:
        """The present state; immutable."""
        return self._state

    @property
    def told(self) -> ConversationState:
        """The state as of `log.seq`: what people may be told of."""
        return self._told

    @property
    def sight(self) -> Sight:
        """See `Readable.sight`."""
        return Sight(glance_at(self._told), self._lease())

    @property
    def lease(self) -> LeaseInfo | None:
        """Ours, as it was written last."""
        return self._lease()

    def dispatch(self, what: Input) -> Decision:
        """Put an input to the conversation and let what follows from it happen.

        Raises:
            ConversationError: a command that cannot be followed now; nothing has happened then.
        """
        decision = decide(self._state, what, self._now_ms(), self._policy())
        self._state = decision.state
        if decision.events:
            self._untold.append(decision)
            self.log.append(decision.events)
            self._tell()
        for effect in decision.effects:
            self._perform(effect)
        return decision

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` called with every batch of new events. Returns how to stop that.

        A listener must not dispatch from inside.
        """
        self._listeners.append(listener)

        def stop() -> None:
            with suppress(ValueError):  # it was forgotten already, as all are in the end
                self._listeners.remove(listener)

        return stop

    def expect(self, test: EventTest) -> asyncio.Future[Event]:
        """The next event that passes `test`. Ask before dispatching what brings it about."""
        return self.expectations.add(self._state.seq, test)

    def close(self) -> None:
        """Forget timers and listeners. Those who wait may still be told by somebody else."""
        self._stop_timers()
        self._listeners.clear()

    def _tell(self) -> None:
        while self._untold and self._untold[0].state.seq <= self.log.seq:
            decision = self._untold.popleft()
            self._told = decision.state
            self._tell_listeners(decision.events)
            self.expectations.meet(decision.events)

    def _say(self, level: NoticeLevel, text: str) -> None:
        self.dispatch(EaselNotice(level, text))

    def _tell_listeners(self, events: tuple[Event, ...]) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(self, events)
            except Exception:
                logger.exception("A listener of conversation %s failed", self._state.id)

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
