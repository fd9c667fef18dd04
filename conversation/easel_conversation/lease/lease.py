"""The lease of one conversation, for a server with an event loop."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from easel_conversation.lease.blocking import BlockingLease, Claimed, Held, Released
from easel_conversation.lease.directory import LeaseDirectory
from easel_conversation.lease.errors import LeaseLost
from easel_conversation.lease.holder import Holder
from easel_conversation.lease.info import LeaseInfo
from easel_conversation.lease.processes import Processes

T = TypeVar("T")

DEFAULT_TTL = 45.0
"""Seconds for which a claim is good without renewal."""
LOCK_TIMEOUT = 2.0
"""Seconds that a step waits for others to let go of the lock, which they hold for milliseconds."""


class Lease:
    """Who owns a conversation, and whether that is this server. One for each conversation.

    Belongs to one event loop and never blocks it: every step runs in a worker thread, one at a time
    and apart from the threads of others. Every step can raise `LeaseUnavailable`, within
    `lock_timeout` seconds, and has changed nothing then. `Renewals` keeps it.

    `on_lost` is called in the event loop, once for each claim that somebody else has ended. After
    that nothing may be written, and the agent must be stopped.
    """

    def __init__(
        self,
        directory: Path,
        me: Holder,
        processes: Processes,
        *,
        on_lost: Callable[[LeaseLost], None],
        ttl: float = DEFAULT_TTL,
        lock_timeout: float = LOCK_TIMEOUT,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._on_lost = on_lost
        self._steps = BlockingLease(
            LeaseDirectory(directory, lock_timeout),
            me,
            processes,
            ttl=ttl,
            on_lost=self._pass_on_loss,
            now=now,
        )
        self.ttl = ttl
        """Seconds for which a claim is good without renewal."""
        self._limiter = CapacityLimiter(1)

    @property
    def is_claimed(self) -> bool:
        """Whether this server counts as the owner: it has claimed, and knows of no loss."""
        return self._steps.generation is not None

    @property
    def known(self) -> LeaseInfo | None:
        """Our lease as it was written last; None while this server claims nothing."""
        return self._steps.known

    async def info(self) -> LeaseInfo | None:
        """The lease as it is now, whoever holds it. Waits for nobody."""
        return await to_thread.run_sync(self._steps.info)

    async def claim(self) -> Claimed | Held:
        """Become the owner, unless somebody else is who may be at work."""
        return await self._step(self._steps.claim)

    async def take(self, *, force: bool = False) -> Claimed:
        """Become the owner; with `force` also in the place of one who is at work.

        Raises:
            LeaseHeld: somebody else may be at work.
        """
        return await self._step(lambda: self._steps.take(force=force))

    def renew(self) -> LeaseInfo:
        """Stay the owner for another period. Blocks; for the thread of `Renewals`.

        Raises:
            LeaseLost: this server is not the owner.
        """
        return self._steps.renew()

    async def guard(self, write: Callable[[], T]) -> T:
        """Do `write` in a worker thread, while nobody else can become the owner.

        An owner that has slept through its period stays the owner if nobody has become it since.
        `write` must take milliseconds and must not use the lease: everybody else is locked out.

        Raises:
            LeaseLost: this server is not the owner; `write` was not called.
        """
        return await self._step(lambda: self._steps.guard(write))

    async def release(self) -> Released:
        """Leave the conversation to nobody: our own, or one whose holder is dead or out of time.

        Raises:
            LeaseHeld: somebody else may be at work.
        """
        return await self._step(self._steps.release)

    def _pass_on_loss(self, lost: LeaseLost) -> None:
        self._loop.call_soon_threadsafe(self._on_lost, lost)

    async def _step(self, step: Callable[[], T]) -> T:
        return await to_thread.run_sync(step, limiter=self._limiter)
