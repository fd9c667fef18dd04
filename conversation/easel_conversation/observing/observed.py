"""A conversation that another server writes, or nobody."""

import logging
import time
from contextlib import suppress
from typing import Final, NamedTuple, Protocol

import anyio
from anyio import CapacityLimiter, to_thread
from anyio.abc import TaskGroup

from easel_conversation.clock import from_iso
from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.disk.guard import Ownership
from easel_conversation.disk.observed_log import ObservedLog
from easel_conversation.events import Event
from easel_conversation.expectations import Expectations
from easel_conversation.glance import glance_at
from easel_conversation.ids import ConversationId
from easel_conversation.lease.info import LeaseInfo
from easel_conversation.lease.rules import is_free
from easel_conversation.observing.folder_changes import FolderChanges
from easel_conversation.observing.follower import LogFollower
from easel_conversation.sight import Sight, from_disk
from easel_conversation.state import ConversationState

logger = logging.getLogger(__name__)

LOOK_SECONDS: Final = 1.0
"""How often to look where the system does not tell of changes."""
PACE_SECONDS: Final = 0.01
"""What is written meanwhile is read together."""
LATE_SECONDS: Final = 0.05
"""How long after its end a lease is looked at."""


class Audience(Protocol):
    """Those who are told of observed conversations."""

    def observed_events(
        self, observed: "ObservedConversation", events: tuple[Event, ...], /
    ) -> None:
        """There are new events."""
        ...

    def observed_lease(self, observed: "ObservedConversation", before: LeaseInfo | None, /) -> None:
        """The conversation is somebody else's than before, or nobody's."""
        ...

    def observed_end(self, conversation_id: ConversationId, /) -> None:
        """The conversation that was observed is gone."""
        ...

    def gone(self, conversation_id: ConversationId, /) -> None:
        """A conversation is gone, whoever deleted it; told once of each."""
        ...


class Nobody:
    """The audience of a store that observes nothing."""

    def observed_events(self, _: "ObservedConversation", __: tuple[Event, ...]) -> None:
        """There are new events."""

    def observed_lease(self, _: "ObservedConversation", __: LeaseInfo | None) -> None:
        """The conversation is somebody else's than before, or nobody's."""

    def observed_end(self, _: ConversationId) -> None:
        """The conversation that was observed is gone."""

    def gone(self, _: ConversationId) -> None:
        """A conversation is gone, whoever deleted it."""


class _Seen(NamedTuple):
    """What a look found. `lease`: None where it is nobody's."""

    events: tuple[Event, ...]
    lease: LeaseInfo | None
    is_there: bool


class ObservedConversation:
    """Implements `Readable`. Belongs to one event loop, and `run` keeps it in step with the disk.

    Its log, its lease and the life of the lease's holder are watched; what the holder has not
    written yet comes when it is written, at the latest a second after it was said.
    """

    def __init__(
        self,
        folder: ConversationFolder,
        state: ConversationState,
        ownership: Ownership,
        changes: FolderChanges,
        audience: Audience,
    ) -> None:
        """`state`: as of some event of the log."""
        self.expectations = Expectations()
        self.log = ObservedLog(folder, lambda: self.told.seq)
        self.told = state
        self.lease: LeaseInfo | None = None
        self._folder = folder
        self._follower = LogFollower(folder, state)
        self._ownership = ownership
        self._changes = changes
        self._audience = audience
        self._thread = CapacityLimiter(1)
        self._news = anyio.Event()
        self._scope = anyio.CancelScope()
        self._holder: tuple[str, int | None] | None = None
        self._watching = anyio.CancelScope()

    @property
    def sight(self) -> Sight:
        """See `Readable.sight`."""
        return from_disk(glance_at(self.told), self.lease)

    async def begin(self) -> None:
        """Take in what is on disk now, and tell nobody.

        Raises:
            OSError: the disk does not give it.
        """
        self._take(await to_thread.run_sync(self._read, limiter=self._thread))

    async def run(self) -> None:
        """Follow the conversation until `close`."""
        with self._scope:
            stop = self._changes.watch(self._folder.path, self._wake)
            try:
                async with anyio.create_task_group() as tasks:
                    while True:
                        self._news = anyio.Event()
                        await self._look()
                        self._watch_holder(tasks)
                        with anyio.move_on_after(self._patience(is_watched=stop is not None)):
                            await self._news.wait()
                        await anyio.sleep(PACE_SECONDS)
            finally:
                if stop is not None:
                    stop()

    def close(self) -> None:
        """Follow it no more."""
        self._scope.cancel()

    def _wake(self) -> None:
        self._news.set()

    def _read(self) -> _Seen:
        is_there = self._folder.path.is_dir()
        # The lease first: who finds it let go finds all that its holder has written, too.
        lease = self._ownership.look(self._folder)
        return _Seen(self._follower.read() if is_there else (), lease, is_there)

    async def _look(self) -> None:
        try:
            seen = await to_thread.run_sync(self._read, limiter=self._thread)
            self._tell(seen, self._take(seen))
        except OSError as error:
            logger.warning("%s cannot be followed now: %s", self._folder.path, error)
        except Exception:  # the rim of the task: the next change is looked at again
            logger.exception("following %s failed", self._folder.path)

    def _take(self, seen: _Seen) -> LeaseInfo | None:
        """Have it be as was seen. Returns whose it was before."""
        before, self.lease, self.told = self.lease, seen.lease, self._follower.state
        return before

    def _tell(self, seen: _Seen, before: LeaseInfo | None) -> None:
        if seen.events:
            self._audience.observed_events(self, seen.events)
            self.expectations.meet(seen.events)
        if _differ(before, self.lease):
            self._audience.observed_lease(self, before)
        if not seen.is_there:
            self.close()
            self._audience.observed_end(self._folder.id)

    def _watch_holder(self, tasks: TaskGroup) -> None:
        lease = self.lease
        is_at_work = lease is not None and lease.alive and not lease.ours
        holder = (lease.owner_instance_id, lease.owner_pid) if lease and is_at_work else None
        if holder != self._holder:
            self._holder = holder
            self._watching.cancel()
            if lease is not None and is_at_work:
                self._watching = anyio.CancelScope()
                tasks.start_soon(self._await_end, lease, self._watching)

    async def _await_end(self, lease: LeaseInfo, scope: anyio.CancelScope) -> None:
        with scope:
            with suppress(ProcessLookupError):
                await self._ownership.holder_end(lease)
            self._wake()
            await anyio.sleep(LOOK_SECONDS)  # a process may take a while to be gone altogether
            self._wake()

    def _patience(self, *, is_watched: bool) -> float:
        """For how many seconds nothing can change that nobody tells of."""
        lease = self.lease
        if not is_watched or (lease is not None and not lease.same_host):
            return LOOK_SECONDS
        if lease is None or lease.expired:
            return float("inf")
        return max(from_iso(lease.expires_at) / 1000 - time.time(), 0) + LATE_SECONDS


def _differ(one: LeaseInfo | None, other: LeaseInfo | None) -> bool:
    """Whether these are different owners, or it can be had in one case and not in the other."""
    if one is None or other is None:
        return one is not other
    return (one.owner_instance_id, one.generation, is_free(one)) != (
        other.owner_instance_id,
        other.generation,
        is_free(other),
    )
