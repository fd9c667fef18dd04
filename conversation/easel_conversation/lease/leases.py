"""The leases of the conversations that a server has in memory. Implements `Ownership`."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from anyio.abc import TaskGroup

from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.disk.guard import WriteGuard
from easel_conversation.ids import ConversationId
from easel_conversation.lease.blocking import Held, Released
from easel_conversation.lease.errors import LeaseError, LeaseHeld, LeaseLost
from easel_conversation.lease.holder import this_server
from easel_conversation.lease.info import LeaseInfo
from easel_conversation.lease.lease import Lease
from easel_conversation.lease.processes import system_processes

T = TypeVar("T")


class Leases:
    """Belongs to one event loop. `tasks` runs the renewals, which end with the claims."""

    def __init__(
        self,
        tasks: TaskGroup,
        ttl: Callable[[], float],
        on_lost: Callable[[ConversationId, LeaseLost], None],
    ) -> None:
        """`ttl`: seconds. `on_lost`: nothing more may be written, and the agent must be stopped."""
        self._tasks = tasks
        self._ttl = ttl
        self._on_lost = on_lost
        self._processes = system_processes()
        self._me = this_server(self._processes)
        self._leases: dict[ConversationId, Lease] = {}
        self._lost: set[ConversationId] = set()

    def guard(self, folder: ConversationFolder) -> WriteGuard:
        """Before every write: are we the owner? One that could not claim so far tries again."""

        async def guarded(write: Callable[[], T]) -> T:
            lease = self._lease(folder)
            if not lease.is_claimed and folder.id not in self._lost:
                await self.claim(folder)
            return await lease.guard(write)

        return guarded

    async def claim(self, folder: ConversationFolder) -> None:
        """Become the owner of a conversation.

        Raises:
            LeaseHeld: somebody else is.
            LeaseUnavailable: that cannot be found out now.
        """
        lease = self._lease(folder)
        if lease.is_claimed:
            return
        outcome = await lease.claim()
        if isinstance(outcome, Held):
            raise LeaseHeld(outcome.lease)
        self._lost.discard(folder.id)
        self._tasks.start_soon(lease.run_renewal)

    async def release(self, folder: ConversationFolder) -> None:
        """Leave a conversation to others, if it is ours."""
        lease = self._leases.pop(folder.id, None)
        self._lost.discard(folder.id)
        if lease is not None and lease.is_claimed:
            try:
                await lease.release()
            except LeaseError:
                return  # it is not ours any more, or will run out

    async def take(self, folder: ConversationFolder, *, force: bool) -> LeaseInfo:
        """Become the owner; with `force` also in the place of one who is at work.

        Raises:
            LeaseHeld: somebody else may be at work.
        """
        lease = self._lease(folder)
        was_claimed = lease.is_claimed
        claimed = await lease.take(force=force)
        self._lost.discard(folder.id)
        if not was_claimed:
            self._tasks.start_soon(lease.run_renewal)
        return claimed.lease

    async def free(self, folder: ConversationFolder) -> Released:
        """Leave a conversation to nobody: our own, or one whose holder is dead or out of time.

        Raises:
            LeaseHeld: somebody else may be at work.
        """
        return await self._lease(folder).release()

    async def info(self, folder: ConversationFolder) -> LeaseInfo | None:
        """Whose the conversation is now."""
        return await self._lease(folder).info()

    def _lease(self, folder: ConversationFolder) -> Lease:
        lease = self._leases.get(folder.id)
        if lease is None:
            lost = partial(self._pass_on_loss, folder.id)
            lease = Lease(
                folder.path, self._me, self._processes, on_lost=lost, ttl=max(self._ttl(), 1.0)
            )
            self._leases[folder.id] = lease
        return lease

    def _pass_on_loss(self, conversation_id: ConversationId, lost: LeaseLost) -> None:
        self._lost.add(conversation_id)
        self._on_lost(conversation_id, lost)
