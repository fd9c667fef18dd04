"""Keeps the leases that a server has claimed: all of them in one task, and in one thread."""

import logging
import time
from collections.abc import Sequence
from typing import Final

import anyio
from anyio import CapacityLimiter, to_thread
from anyio.abc import TaskGroup

from easel_conversation.lease.errors import LeaseLost, LeaseUnavailable
from easel_conversation.lease.lease import Lease

logger = logging.getLogger(__name__)

PER_TTL: Final = 3
"""How often a lease is renewed in the period that it is good for."""
RETRIES_PER_TTL: Final = 15
"""How often that is tried once it has failed."""
TOGETHER: Final = 0.5
"""What is due within this part of the time between two renewals is renewed now: the leases of a
server come to be renewed at the same moments, and it sleeps in between."""


class Renewals:
    """Belongs to one event loop. Sleeps while nothing is claimed."""

    def __init__(self, tasks: TaskGroup) -> None:
        """`tasks` runs the renewing."""
        self._tasks = tasks
        self._due: dict[Lease, float] = {}
        self._failing: set[Lease] = set()
        self._running = False
        self._news = anyio.Event()
        self._thread = CapacityLimiter(1)

    def keep(self, lease: Lease) -> None:
        """Renew a lease that was just claimed, until the claim ends."""
        self._due[lease] = time.monotonic() + lease.ttl / PER_TTL
        self._news.set()
        if not self._running:
            self._running = True
            self._tasks.start_soon(self._run)

    async def _run(self) -> None:
        try:
            while self._due:
                self._news = anyio.Event()
                with anyio.move_on_after(min(self._due.values()) - time.monotonic()):
                    await self._news.wait()
                if batch := self._batch(time.monotonic()):
                    pauses = await to_thread.run_sync(self._renew, batch, limiter=self._thread)
                    now = time.monotonic()
                    self._due.update((lease, now + pauses[lease]) for lease in batch)
        finally:
            self._running = False

    def _batch(self, now: float) -> list[Lease]:
        """What to renew now; nothing unless something is due. Forgets those that were let go."""
        self._due = {lease: due for lease, due in self._due.items() if lease.is_claimed}
        self._failing &= self._due.keys()
        if not self._due or min(self._due.values()) > now:
            return []
        return [
            lease for lease, due in self._due.items() if due - now <= lease.ttl / PER_TTL * TOGETHER
        ]

    def _renew(self, leases: Sequence[Lease]) -> dict[Lease, float]:
        """Renew in a worker thread, and say in how many seconds to do so again."""
        return {lease: self._renew_one(lease) for lease in leases}

    def _renew_one(self, lease: Lease) -> float:
        try:
            lease.renew()
        except LeaseLost:
            return lease.ttl  # it is not claimed any more, so there will be no next time
        except LeaseUnavailable as error:
            if lease not in self._failing:
                logger.warning("Trying again to renew: %s", error)
                self._failing.add(lease)
            return lease.ttl / RETRIES_PER_TTL
        self._failing.discard(lease)
        return lease.ttl / PER_TTL
