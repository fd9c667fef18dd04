"""The leases of the conversations that a server has in memory. Implements `Ownership`."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import cached_property, partial
from typing import TypeVar

from anyio import to_thread
from anyio.abc import TaskGroup

from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.disk.guard import WriteGuard
from easel_conversation.ids import ConversationId
from easel_conversation.lease.blocking import Claimed, Held, Released
from easel_conversation.lease.errors import LeaseError, LeaseHeld, LeaseLost, LeaseUnavailable
from easel_conversation.lease.holder import Holder, this_server
from easel_conversation.lease.info import LeaseInfo
from easel_conversation.lease.lease import Lease
from easel_conversation.lease.looking import look_at_lease, owner_address
from easel_conversation.lease.renewals import Renewals
from easel_conversation.lease.system_processes import system_processes

T = TypeVar("T")


class Leases:
    """Belongs to one event loop."""

    def __init__(
        self,
        tasks: TaskGroup,
        ttl: Callable[[], float],
        on_lost: Callable[[ConversationId, LeaseLost], None],
        *,
        address: Callable[[], str | None] = lambda: None,
        process_end: Callable[[int], Awaitable[None]],
    ) -> None:
        """`tasks` runs the renewals. `ttl`: seconds.

        `on_lost`: nothing more may be written, and the agent must be stopped. `address` is called
        once, before the first claim: where other servers can ask for conversations. `process_end`
        returns when the process of that number has ended; ProcessLookupError if there is none.
        """
        self._renewals = Renewals(tasks)
        self._ttl = ttl
        self._on_lost = on_lost
        self._address = address
        self._process_end = process_end
        self._processes = system_processes()
        self._me = this_server(self._processes)
        self._leases: dict[ConversationId, Lease] = {}
        self._lost: set[ConversationId] = set()

    @cached_property
    def _owner(self) -> Holder:
        """This server with its address, which nobody needs before it owns something."""
        return replace(self._me, address=self._address())

    def guard(self, folder: ConversationFolder) -> WriteGuard:
        """Before every write: are we the owner? One that could not claim so far tries again."""

        async def guarded(write: Callable[[], T]) -> T:
            lease = self._lease(folder)
            if not lease.is_claimed and folder.id not in self._lost:
                await self.claim(folder)
            return await lease.guard(write)

        return guarded

    async def claim(self, folder: ConversationFolder) -> LeaseInfo | None:
        """See `Ownership.claim`."""
        lease = self._lease(folder)
        if lease.is_claimed:
            return None
        outcome = await lease.claim()
        if isinstance(outcome, Held):
            raise LeaseHeld(outcome.lease)
        self._claimed(folder, lease)
        return outcome.previous

    async def release(self, folder: ConversationFolder) -> None:
        """See `Ownership.release`."""
        lease = self._leases.pop(folder.id, None)
        self._lost.discard(folder.id)
        if lease is not None and lease.is_claimed:
            try:
                await lease.release()
            except LeaseError:
                return  # it is not ours any more, or will run out

    async def take(self, folder: ConversationFolder, *, force: bool) -> Claimed:
        """Become the owner; with `force` also in the place of one who is at work.

        Raises:
            LeaseHeld: somebody else may be at work.
        """
        lease = self._lease(folder)
        claimed = await lease.take(force=force)
        self._claimed(folder, lease)
        return claimed

    async def free(self, folder: ConversationFolder) -> Released:
        """Leave a conversation to nobody: our own, or one whose holder is dead or out of time.

        Raises:
            LeaseHeld: somebody else may be at work.
        """
        released = await self._lease(folder).release()
        self._leases.pop(folder.id, None)
        return released

    async def info(self, folder: ConversationFolder) -> LeaseInfo | None:
        """Whose the conversation is now.

        Raises:
            LeaseUnavailable: that cannot be read.
        """
        return await to_thread.run_sync(self._read, folder)

    async def address(self, folder: ConversationFolder) -> str | None:
        """Where the holder can be asked for the conversation; None: nowhere.

        Raises:
            LeaseUnavailable: that cannot be read.
        """
        return await to_thread.run_sync(owner_address, folder.path)

    def ours(self, folder: ConversationFolder) -> LeaseInfo | None:
        """See `Ownership.ours`."""
        lease = self._leases.get(folder.id)
        return None if lease is None else lease.known

    def look(self, folder: ConversationFolder) -> LeaseInfo | None:
        """See `Ownership.look`."""
        try:
            return self._read(folder)
        except LeaseUnavailable:
            return None

    async def holder_end(self, lease: LeaseInfo) -> None:
        """See `Ownership.holder_end`."""
        if lease.alive is not None and lease.owner_pid is not None:
            await self._process_end(lease.owner_pid)

    def _read(self, folder: ConversationFolder) -> LeaseInfo | None:
        return look_at_lease(folder.path, self._me, self._processes)

    def _claimed(self, folder: ConversationFolder, lease: Lease) -> None:
        self._lost.discard(folder.id)
        self._renewals.keep(lease)

    def _lease(self, folder: ConversationFolder) -> Lease:
        lease = self._leases.get(folder.id)
        if lease is None:
            lost = partial(self._pass_on_loss, folder.id)
            lease = Lease(
                folder.path, self._owner, self._processes, on_lost=lost, ttl=max(self._ttl(), 1.0)
            )
            self._leases[folder.id] = lease
        return lease

    def _pass_on_loss(self, conversation_id: ConversationId, lost: LeaseLost) -> None:
        if conversation_id in self._leases:  # else it was let go, and somebody was quick
            self._lost.add(conversation_id)
            self._on_lost(conversation_id, lost)
