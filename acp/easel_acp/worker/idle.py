"""Which idle agents are let go, and when: after a while, and when there are too many."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import anyio

from easel_conversation.conversation import Conversation
from easel_conversation.events import Event, StatusChanged
from easel_conversation.ids import ConversationId
from easel_conversation.inputs import Evict


@dataclass(frozen=True, slots=True)
class IdleLimits:
    """How long (seconds) an idle agent is kept, and how many of them."""

    ttl: float
    most: int


def to_let_go(
    idle_since: Mapping[ConversationId, float], now: float, limits: IdleLimits
) -> list[ConversationId]:
    """The conversations whose agent is not kept: those idle too long, and the longest idle."""
    by_age = sorted(idle_since, key=lambda conversation: idle_since[conversation])
    surplus = set(by_age[: max(len(by_age) - limits.most, 0)])
    return [c for c in by_age if c in surplus or now - idle_since[c] >= limits.ttl]


def next_look(
    idle_since: Mapping[ConversationId, float], now: float, limits: IdleLimits
) -> float | None:
    """In how many seconds an agent will have been idle for too long; None if there is none."""
    if not idle_since:
        return None
    return max(min(idle_since.values()) + limits.ttl - now, 0.0)


class IdleAgents:
    """Keeps the idle agents within their limits. A busy one is never among them."""

    def __init__(self, limits: Callable[[], IdleLimits], now: Callable[[], float]) -> None:
        """`now`: seconds on a clock that never goes back."""
        self._limits = limits
        self._now = now
        self._idle_since: dict[ConversationId, float] = {}
        self._conversations: dict[ConversationId, Conversation] = {}
        self._news = anyio.Event()

    def note(self, conversation: Conversation, events: tuple[Event, ...]) -> None:
        """Something happened in a conversation: its agent may have become idle, or busy."""
        if not any(isinstance(event, StatusChanged) for event in events):
            return
        state = conversation.state
        if state.process == "ready" and state.turn is None:
            self._idle_since.setdefault(state.id, self._now())
            self._conversations[state.id] = conversation
        else:
            self._no_longer_idle(state.id)
        self._news.set()

    def forget(self, conversation_id: ConversationId) -> None:
        """The conversation is gone."""
        self._no_longer_idle(conversation_id)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._news = anyio.Event()
            limits, now = self._limits(), self._now()
            for conversation_id in to_let_go(self._idle_since, now, limits):
                self._conversations[conversation_id].dispatch(Evict())
            wait = next_look(self._idle_since, now, limits)
            with anyio.move_on_after(wait):
                await self._news.wait()

    def _no_longer_idle(self, conversation_id: ConversationId) -> None:
        self._idle_since.pop(conversation_id, None)
        self._conversations.pop(conversation_id, None)
