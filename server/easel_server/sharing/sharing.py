"""What becomes of conversations that pass from one server to another, and what editors are told."""

import logging
from typing import TYPE_CHECKING

from anyio.abc import TaskGroup

from easel_conversation.conversation import Conversation
from easel_conversation.errors import ConversationNotFound
from easel_conversation.events import Event
from easel_conversation.expectations import Expectations
from easel_conversation.ids import ConversationId
from easel_conversation.lease.errors import LeaseLost
from easel_conversation.lease.info import LeaseInfo
from easel_conversation.lease.rules import is_free
from easel_conversation.observing.observed import ObservedConversation
from easel_conversation.readable import Readable
from easel_server.conversation_info import access_to
from easel_server.protocol.lease import LeaseChangeReason, LeaseDidChangeParams

if TYPE_CHECKING:
    from easel_server.core import Core

logger = logging.getLogger(__name__)


class Sharing:
    """Lets conversations go and takes them in. Implements `Audience`.

    Editors that follow a conversation go on following it, whoever writes it.
    """

    def __init__(self, core: "Core", tasks: TaskGroup) -> None:
        self._core = core
        self._tasks = tasks
        self._taking: set[ConversationId] = set()

    async def leave(self, conversation_id: ConversationId, reason: LeaseChangeReason) -> None:
        """Stop the agent of a conversation of ours and leave it to other servers.

        Those who wait for something to happen in it are told that it is gone.
        """
        leaving = self._core.store.leaving(conversation_id, self._end_agent)
        async with leaving as waiting:
            pass
        if waiting is not None:
            waiting.cancel()
            await self._go_on_reading(conversation_id, waiting, reason)

    async def rest(self, conversation: Conversation) -> Readable:
        """Leave a paused conversation to whoever takes it up. What waits for it goes on waiting.

        Returns:
            The conversation as it is then; still ours if somebody has gone on meanwhile, or if the
            disk does not take it.
        """
        conversation_id, store = conversation.state.id, self._core.store
        await conversation.log.kept()

        def is_at_rest(conversation: Conversation) -> bool:
            return conversation.state.paused and store.is_on_disk(conversation)

        leaving = store.leaving(conversation_id, self._end_agent, only_if=is_at_rest)
        async with leaving as waiting:
            pass
        if waiting is not None:
            await self._go_on_reading(conversation_id, waiting, "released")
        return await store.read(conversation_id)

    def is_unused(self, conversation: Conversation) -> bool:
        """Whether nobody would miss a conversation in memory: nobody reads it, nothing runs."""
        state = conversation.state
        return (
            state.turn is None
            and state.process in {"none", "crashed"}
            and not state.canvases
            and not conversation.expectations
            and not any(e.follows(state.id) for e in self._core.editors.values())
            and self._core.store.is_on_disk(conversation)
        )

    async def forget(self, conversation: Conversation) -> None:
        """Leave a conversation that is unused to whoever takes it up, us or another server."""
        leaving = self._core.store.leaving(
            conversation.state.id, self._end_agent, only_if=self.is_unused
        )
        async with leaving:
            pass

    async def take(self, conversation_id: ConversationId, *, force: bool) -> LeaseInfo:
        """Become the owner of a conversation; with `force` also in the place of one at work.

        Raises:
            ConversationNotFound: there is none.
            LeaseHeld: somebody else may be at work.
        """
        core = self._core
        self._taking.add(conversation_id)
        try:
            folder = core.store.folder(conversation_id)
            claimed = await core.leases.take(folder, force=force)
            conversation = await core.store.get(conversation_id)
        finally:
            self._taking.discard(conversation_id)
        if not is_free(claimed.previous):
            logger.warning("%s was taken by force from %s", conversation_id, claimed.previous)
        self._tell(conversation, "taken")
        return claimed.lease

    def lost(self, conversation_id: ConversationId, lost: LeaseLost) -> None:
        """Another server has become the owner of a conversation of ours."""
        logger.warning("%s: %s", conversation_id, lost)
        self._tasks.start_soon(self.leave, conversation_id, "lost")

    def passed_to_us(self, conversation: Conversation) -> None:
        """A conversation was brought into memory: those who followed it go on here."""
        conversation_id = conversation.state.id
        followers = [e for e in self._core.editors.values() if e.follows(conversation_id)]
        for editor in followers:
            editor.adopt(conversation)
        if followers and conversation_id not in self._taking:
            self._tell(conversation, "acquired")

    def drop_unread(self) -> None:
        """Observe no more what nobody follows or waits for."""
        for observed in self._core.store.observations:
            conversation_id = observed.told.id
            followed = any(e.follows(conversation_id) for e in self._core.editors.values())
            if not followed and not observed.expectations:
                self._core.store.observations.end(conversation_id)

    def observed_events(self, observed: ObservedConversation, events: tuple[Event, ...]) -> None:
        """See `Audience`."""
        for editor in self._core.editors.values():
            editor.note(observed, events)

    def observed_lease(self, observed: ObservedConversation, before: LeaseInfo | None) -> None:
        """See `Audience`."""
        now = observed.lease
        if now is None or not now.ours:
            self._tell(observed, _reason(before, now))

    def observed_end(self, conversation_id: ConversationId) -> None:
        """See `Audience`."""
        self._core.store.observations.end(conversation_id).cancel()
        for editor in self._core.editors.values():
            editor.forget(conversation_id)

    async def _end_agent(self, conversation: Conversation) -> None:
        conversation_id = conversation.state.id
        self._core.idle.forget(conversation_id)
        self._core.end_canvases(conversation_id)
        if conversation_id in self._core.workers:
            await self._core.workers.remove(conversation_id)

    async def _go_on_reading(
        self, conversation_id: ConversationId, waiting: Expectations, reason: LeaseChangeReason
    ) -> None:
        """Have those who followed it, or wait for something in it, follow it from now on."""
        editors = self._core.editors.values()
        try:
            conversation = await self._core.store.observe(conversation_id)
        except ConversationNotFound:
            for editor in editors:
                editor.forget(conversation_id)
            return
        conversation.expectations.join(waiting)
        for editor in editors:
            editor.adopt(conversation)
        self._tell(conversation, reason)
        self.drop_unread()

    def _tell(self, conversation: Readable, reason: LeaseChangeReason) -> None:
        """Tell the editors whose a conversation is now."""
        sight = conversation.sight
        params = LeaseDidChangeParams(
            conversation_id=conversation.told.id,
            lease=sight.lease,
            access=access_to(sight),
            reason=reason,
        )
        for editor in self._core.editors.values():
            editor.notify("easel/lease/didChange", params)
            editor.introduce(conversation)


def _reason(before: LeaseInfo | None, now: LeaseInfo | None) -> LeaseChangeReason:
    if is_free(now):
        return "released"
    return "acquired" if is_free(before) else "taken"
