"""What becomes of conversations that pass from one server to another, and what editors are told."""

import logging
from typing import TYPE_CHECKING

from anyio.abc import TaskGroup

from easel_conversation.conversation import Conversation
from easel_conversation.errors import ConversationNotFound
from easel_conversation.events import Event
from easel_conversation.ids import ConversationId
from easel_conversation.inputs import LeasePassed
from easel_conversation.lease.errors import LeaseLost
from easel_conversation.lease.info import LeaseInfo
from easel_conversation.lease.rules import is_free
from easel_conversation.observing.observed import ObservedConversation
from easel_conversation.readable import Readable
from easel_server.conversation_info import access_to
from easel_server.protocol.lease import LeaseChangeReason, LeaseDidChangeParams
from easel_server.protocol.notifications import DidDeleteParams

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
        self.taking: set[ConversationId] = set()
        """Conversations that are being taken: editors are told so, and nothing else."""

    async def leave(self, conversation_id: ConversationId, reason: LeaseChangeReason) -> None:
        """Stop the agent of a conversation of ours and leave it to other servers.

        Those who wait for something to happen in it are told that it is gone.
        """
        async with self._core.store.leaving(conversation_id, self._let_go) as conversation:
            pass
        if conversation is not None:
            conversation.expectations.cancel()
            await self.go_on_reading(conversation, reason)

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

        leaving = store.leaving(conversation_id, self._let_go, only_if=is_at_rest)
        async with leaving as left:
            pass
        if left is not None:
            await self.go_on_reading(left, "released")
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
            conversation.state.id, self.end_agent, only_if=self.is_unused
        )
        async with leaving:
            pass

    def lost(self, conversation_id: ConversationId, lost: LeaseLost) -> None:
        """Another server has become the owner of a conversation of ours."""
        logger.warning("%s: %s", conversation_id, lost)
        try:
            self.silence(self._core.store.in_memory(conversation_id))
        except ConversationNotFound:
            return
        self._tasks.start_soon(self._cut_off, conversation_id)

    def silence(self, conversation: Conversation) -> None:
        """Have nobody told what else happens in a conversation here: it does not belong to it."""
        conversation.close()
        conversation.expectations.cancel()
        for editor in self._core.editors.values():
            editor.silence(conversation.state.id)

    async def _cut_off(self, conversation_id: ConversationId) -> None:
        async with self._core.store.leaving(conversation_id) as conversation:
            if conversation is not None:
                await self.end_agent(conversation)
        if conversation is not None:
            await self.go_on_reading(conversation, "lost")

    def passed_to_us(self, conversation: Conversation) -> None:
        """A conversation was brought into memory: those who followed it go on here."""
        conversation_id = conversation.state.id
        followers = [e for e in self._core.editors.values() if e.follows(conversation_id)]
        for editor in followers:
            editor.adopt(conversation)
        if followers and conversation_id not in self.taking:
            self.tell(conversation, "acquired")

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
            self._leave_canvases(observed)
            self.tell(observed, _reason(before, now))

    def observed_end(self, _: ConversationId) -> None:
        """See `Audience`."""
        self._tasks.start_soon(self._core.store.departures.look)

    def gone(self, conversation_id: ConversationId) -> None:
        """See `Audience`."""
        self._core.store.observations.end(conversation_id).cancel()
        params = DidDeleteParams(conversation_id=conversation_id)
        for editor in self._core.editors.values():
            editor.forget(conversation_id)
            editor.notify("easel/conversation/didDelete", params)

    async def _let_go(self, conversation: Conversation) -> None:
        """Have the agent gone, and readers of the log know that nobody owns it from here on."""
        await self.end_agent(conversation)
        if conversation.lease is not None:
            conversation.dispatch(LeasePassed("released", None, conversation.lease.owner))

    async def end_agent(self, conversation: Conversation) -> None:
        """Have the agent of a conversation gone."""
        conversation_id = conversation.state.id
        self._core.idle.forget(conversation_id)
        if conversation_id in self._core.workers:
            await self._core.workers.remove(conversation_id)

    async def go_on_reading(self, left: Conversation, reason: LeaseChangeReason) -> None:
        """Have those who followed what was ours, or wait for something in it, follow it still."""
        conversation_id = left.state.id
        editors = self._core.editors.values()
        try:
            conversation = await self._core.store.observe(conversation_id)
        except ConversationNotFound:
            left.expectations.cancel()
            await self._core.store.departures.look()
            return
        conversation.expectations.join(left.expectations)
        for editor in editors:
            editor.adopt(conversation)
        self._leave_canvases(conversation)
        is_nobodys = reason == "taken" and not conversation.sight.held_elsewhere
        self.tell(conversation, "released" if is_nobodys else reason)
        self.drop_unread()

    def _leave_canvases(self, conversation: Readable) -> None:
        """Canvases of a conversation that is nobody's stay as they are: here they may go on."""
        canvases = self._core.canvases.made
        if canvases is not None and conversation.sight.held_elsewhere:
            canvases.leave(conversation.told.id)

    def tell(self, conversation: Readable, reason: LeaseChangeReason) -> None:
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
