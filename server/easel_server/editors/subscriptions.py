"""What an editor is told of conversations: read from their logs, at the pace at which it reads.

Nothing is queued per editor but a place in each log. An editor that is slow, or stops reading,
is told later and in larger pieces; its memory here does not grow.
"""

import asyncio
from collections.abc import Callable
from typing import Final, Protocol

from easel_conversation.events import (
    Event,
    MetadataChanged,
    PromptDropped,
    PromptQueued,
    StatusChanged,
    TurnEnded,
    TurnStarted,
)
from easel_conversation.ids import ConversationId
from easel_conversation.readable import Readable
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
    """The conversations that one editor follows. Belongs to one event loop.

    A conversation rests for a frame once something of it was told. So the first of a burst goes
    out at once whatever goes on in other conversations, and the rest of it in larger pieces.
    """

    def __init__(self, outlet: Outlet, wake: Callable[[], None]) -> None:
        """`wake` is called when there is something to `flush`."""
        self._outlet = outlet
        self._places: dict[ConversationId, int] = {}
        self._behind: dict[ConversationId, Readable] = {}
        self._changed: dict[ConversationId, Readable] = {}
        self._resting: dict[ConversationId, asyncio.TimerHandle] = {}
        self._wake = wake
        self._telling = asyncio.Lock()

    def follow(self, conversation: Readable, seq: int) -> None:
        """From now on tell the editor what comes after `seq`."""
        conversation_id = conversation.told.id
        self._places[conversation_id] = seq
        self._behind.pop(conversation_id, None)
        if conversation.log.seq > seq:
            self._behind[conversation_id] = conversation
            self._wake_for(conversation_id)

    def follows(self, conversation_id: ConversationId) -> bool:
        """Whether the editor is told what happens in the conversation."""
        return conversation_id in self._places

    def adopt(self, conversation: Readable) -> None:
        """The conversation passed from hand to hand: go on from the same place in this log."""
        conversation_id = conversation.told.id
        if conversation_id in self._changed:
            self._changed[conversation_id] = conversation
        if (place := self._places.get(conversation_id)) is not None:
            self.follow(conversation, place)

    def silence(self, conversation_id: ConversationId) -> None:
        """Tell no more of the conversation, until it is adopted."""
        self._behind.pop(conversation_id, None)
        self._changed.pop(conversation_id, None)

    def forget(self, conversation_id: ConversationId) -> None:
        """The conversation is gone."""
        self._places.pop(conversation_id, None)
        self._behind.pop(conversation_id, None)
        self._changed.pop(conversation_id, None)

    def introduce(self, conversation: Readable) -> None:
        """There is a new conversation, or another face of one."""
        self._changed[conversation.told.id] = conversation
        self._wake_for(conversation.told.id)

    def note(self, conversation: Readable, events: tuple[Event, ...]) -> None:
        """There are new events."""
        conversation_id = conversation.told.id
        if conversation_id in self._places:
            self._behind[conversation_id] = conversation
        if any(isinstance(event, _CHANGES_INFO) for event in events):
            self._changed[conversation_id] = conversation
        self._wake_for(conversation_id)

    async def flush(self) -> None:
        """Tell of those that do not rest: one message for each, then its new face."""
        async with self._telling:
            for conversation_id in tuple({**self._behind, **self._changed}):
                if conversation_id not in self._resting:
                    if (behind := self._behind.get(conversation_id)) is not None:
                        await self._tell_events(behind)
                    self._tell_change(conversation_id)

    async def flush_now(self, conversation: Readable) -> None:
        """Tell all there is of one conversation, before an answer that builds on it."""
        async with self._telling:
            while (behind := self._behind.get(conversation.told.id)) is not None:
                await self._tell_events(behind)
            self._tell_change(conversation.told.id)

    def _wake_for(self, conversation_id: ConversationId) -> None:
        waits = conversation_id in self._behind or conversation_id in self._changed
        if waits and conversation_id not in self._resting:
            self._wake()

    def _rest(self, conversation_id: ConversationId) -> None:
        loop = asyncio.get_running_loop()
        if (timer := self._resting.get(conversation_id)) is not None:
            timer.cancel()
        rested = loop.call_later(FRAME_SECONDS, self._rested, conversation_id)
        self._resting[conversation_id] = rested

    def _rested(self, conversation_id: ConversationId) -> None:
        del self._resting[conversation_id]
        self._wake_for(conversation_id)

    def _tell_change(self, conversation_id: ConversationId) -> None:
        conversation = self._changed.pop(conversation_id, None)
        if conversation is None:
            return
        self._outlet.notify(
            "easel/conversation/didChange",
            DidChangeParams(conversation=conversation_info(conversation.sight)),
        )
        self._rest(conversation_id)

    async def _tell_events(self, conversation: Readable) -> None:
        conversation_id = conversation.told.id
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
            self._rest(conversation_id)
        is_told = not page.events or page.events[-1].seq >= conversation.log.seq
        if is_told and self._behind.get(conversation_id) is conversation:
            del self._behind[conversation_id]


class Pump:
    """Flushes the subscriptions when there is something to tell, and never into a jam."""

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
