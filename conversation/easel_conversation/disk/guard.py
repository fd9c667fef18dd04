"""Who may write: asked before every single write to a conversation's folder."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from anyio import to_thread

from easel_conversation.disk.folder import ConversationFolder

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
    """Which conversations this server may write."""

    def guard(self, folder: ConversationFolder, /) -> WriteGuard:
        """The guard of a conversation's folder."""
        ...

    async def claim(self, folder: ConversationFolder, /) -> None:
        """Become the one who may.

        Raises:
            LeaseHeld: somebody else is.
            LeaseUnavailable: that cannot be found out now.
        """
        ...

    async def release(self, folder: ConversationFolder, /) -> None:
        """Leave it to others."""
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


async def unguarded(write: Callable[[], T]) -> T:
    """The guard of a conversation that nobody else can write."""
    return await to_thread.run_sync(write)
