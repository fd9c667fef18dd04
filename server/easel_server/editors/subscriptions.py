"""What an editor is told of conversations: read from their logs, at the pace at which it reads.

Nothing is queued per editor but a place in each log. An editor that is slow, or stops reading,
is told later and in larger pieces; its memory here does not grow.
"""

import asyncio
from collections.abc import Callable
from typing import Final, Protocol

from easel_conversation.conversation import Conversation
from easel_conversation.events import (
    Event,
    MetadataChanged,
    PromptDropped,
    PromptQueued,
    StatusChanged,
    TurnEnded,
    TurnStarted,
)
from easel_conversation.glance import glance_at
from easel_conversation.ids import ConversationId
from easel_server.conversation_info import conversation_info
from easel_server.protocol.base import Params
from easel_server.protocol.notifications import DidChangeParams, DidUpdateParams

FRAME_SECONDS: Final = 0.016
EVENTS_PER_MESSAGE: Final = 500

_CHANGES_INFO: Final = (
    StatusChanged,
    MetadataChanged,
    TurnStarted,
    TurnEnded,
    PromptQueued,
    PromptDropped,
)


class Outlet(Protocol):
    """The way to the editor."""

    @property
    def congested(self) -> bool:
        """Whether the editor is behind with reading."""
        ...

    async def drained(self) -> None:
        """Return when it is not."""
        ...

    def notify(self, method: str, params: Params) -> None:
        """Send a notification."""
        ...


class Subscriptions:
    """The conversations that one editor follows. Belongs to one event loop."""

    def __init__(self, outlet: Outlet, start_soon: Callable[[], None]) -> None:
        """`start_soon` has `run` wake up, see `wake`."""
        self._outlet = outlet
        self._places: dict[ConversationId, int] = {}
        self._behind: dict[ConversationId, Conversation] = {}
        self._changed: dict[ConversationId, Conversation] = {}
        self._wake = start_soon
        self._telling = asyncio.Lock()

    def follow(self, conversation: Conversation, seq: int) -> None:
        """From now on tell the editor what comes after `seq`."""
        self._places[conversation.state.id] = seq
        if conversation.log.seq > seq:
            self._behind[conversation.state.id] = conversation
            self._wake()

    def forget(self, conversation_id: ConversationId) -> None:
        """The conversation is gone."""
        self._places.pop(conversation_id, None)
        self._behind.pop(conversation_id, None)
        self._changed.pop(conversation_id, None)

    def introduce(self, conversation: Conversation) -> None:
        """There is a new conversation, begun in another editor."""
        self._changed[conversation.state.id] = conversation
        self._wake()

    def note(self, conversation: Conversation, events: tuple[Event, ...]) -> None:
        """There are new events."""
        conversation_id = conversation.state.id
        if conversation_id in self._places:
            self._behind[conversation_id] = conversation
        if any(isinstance(event, _CHANGES_INFO) for event in events):
            self._changed[conversation_id] = conversation
        if self._behind or self._changed:
            self._wake()

    @property
    def waiting(self) -> bool:
        """Whether there is something to tell."""
        return bool(self._behind or self._changed)

    async def flush(self) -> None:
        """Tell what there is to tell: one message for each conversation, then its new face."""
        async with self._telling:
            for conversation in tuple(self._behind.values()):
                await self._tell_events(conversation)
            changed, self._changed = self._changed, {}
            for conversation in changed.values():
                self._tell_change(conversation)

    async def flush_now(self, conversation: Conversation) -> None:
        """Tell all there is of one conversation, before an answer that builds on it."""
        conversation_id = conversation.state.id
        async with self._telling:
            while conversation_id in self._behind:
                await self._tell_events(conversation)
            if self._changed.pop(conversation_id, None) is not None:
                self._tell_change(conversation)

    def _tell_change(self, conversation: Conversation) -> None:
        self._outlet.notify(
            "easel/conversation/didChange",
            DidChangeParams(conversation=conversation_info(glance_at(conversation.told))),
        )

    async def _tell_events(self, conversation: Conversation) -> None:
        conversation_id = conversation.state.id
        place = self._places.get(conversation_id)
        if place is None:
            self._behind.pop(conversation_id, None)
            return
        page = await conversation.log.after(place, EVENTS_PER_MESSAGE)
        if self._places.get(conversation_id) != place:
            return  # opened anew, or forgotten, while the disk was read
        if page.events:
            self._places[conversation_id] = page.events[-1].seq
            self._outlet.notify(
                "easel/conversation/didUpdate",
                DidUpdateParams(conversation_id=conversation_id, events=page.events),
            )
        if not page.events or page.events[-1].seq >= conversation.log.seq:
            del self._behind[conversation_id]


class Pump:
    """Flushes the subscriptions: the first news at once, then once per frame, never into a jam."""

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet
        self._news = asyncio.Event()
        self.subscriptions = Subscriptions(outlet, self._news.set)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            await self._outlet.drained()
            await self.subscriptions.flush()
            await asyncio.sleep(FRAME_SECONDS)
            if self.subscriptions.waiting:
                self._news.set()
