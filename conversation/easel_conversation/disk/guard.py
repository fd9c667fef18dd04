"""Who may write: asked before every single write to a conversation's folder."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from anyio import to_thread

from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.lease.info import LeaseInfo

T = TypeVar("T")


class WriteGuard(Protocol):
    """Does a write in a worker thread, if this server may write. `Lease.guard` is one."""

    async def __call__(self, write: Callable[[], T], /) -> T:
        """Do `write`, which takes milliseconds.

        Raises:
            LeaseLost: this server must not write any more; `write` was not called.
            LeaseUnavailable: whether it may cannot be found out now; `write` was not called.
            OSError: `write` failed.
        """
        ...


class Ownership(Protocol):
    """Which conversations this server may write, and who may write the others."""

    def guard(self, folder: ConversationFolder, /) -> WriteGuard:
        """The guard of a conversation's folder."""
        ...

    async def claim(self, folder: ConversationFolder, /) -> LeaseInfo | None:
        """Become the one who may. Returns whose it was before, if that one did not let go of it.

        Raises:
            LeaseHeld: somebody else is.
            LeaseUnavailable: that cannot be found out now.
        """
        ...

    async def release(self, folder: ConversationFolder, /) -> None:
        """Leave it to others."""
        ...

    def ours(self, folder: ConversationFolder, /) -> LeaseInfo | None:
        """Our lease as it was written last; None while the conversation is not ours."""
        ...

    def look(self, folder: ConversationFolder, /) -> LeaseInfo | None:
        """Whose the conversation is now, as far as that can be read. Blocks."""
        ...

    async def holder_end(self, lease: LeaseInfo, /) -> None:
        """Return when the holder's process has ended; at once if that cannot be watched.

        Raises:
            ProcessLookupError: there is no such process.
        """
        ...


class NobodyElse:
    """The ownership of a server that is alone with its state folder."""

    def guard(self, _: ConversationFolder) -> WriteGuard:
        """Every write is done."""
        return unguarded

    async def claim(self, _: ConversationFolder) -> None:
        """There is nobody to ask."""

    async def release(self, _: ConversationFolder) -> None:
        """There is nobody to leave it to."""

    def ours(self, _: ConversationFolder) -> None:
        """There are no leases."""

    def look(self, _: ConversationFolder) -> None:
        """There are no leases."""

    async def holder_end(self, _: LeaseInfo) -> None:
        """There are no holders."""


async def unguarded(write: Callable[[], T]) -> T:
    """The guard of a conversation that nobody else can write."""
    return await to_thread.run_sync(write)
