"""Who may write: asked before every single write to a conversation's folder."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from anyio import to_thread

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


async def unguarded(write: Callable[[], T]) -> T:
    """The guard of a conversation that nobody else can write."""
    return await to_thread.run_sync(write)
