"""One server's part in the lease of one conversation, step by step. Everything here blocks."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from easel_conversation.lease.directory import LeaseDirectory
from easel_conversation.lease.errors import DirectoryGone, LeaseHeld, LeaseLost
from easel_conversation.lease.files import LeaseFile, LeaseFiles, SideFile
from easel_conversation.lease.holder import Holder, holder_state
from easel_conversation.lease.info import LeaseInfo
from easel_conversation.lease.processes import Processes
from easel_conversation.lease.rules import granted, holds, is_free, lease_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Claimed:
    """The conversation is ours. `previous`: whose it was before, if it was another's."""

    lease: LeaseInfo
    previous: LeaseInfo | None


@dataclass(frozen=True, slots=True)
class Held:
    """The conversation is somebody else's."""

    lease: LeaseInfo


@dataclass(frozen=True, slots=True)
class Released:
    """The conversation is nobody's. `released`: it was somebody's, that is `previous`'s."""

    released: bool
    previous: LeaseInfo | None


class BlockingLease:
    """Reads the files anew for every step, and believes nothing that it remembers.

    Steps may be taken in any thread; they happen one at a time. `on_lost` is called once for each
    claim, as soon as a step finds that it is no longer good.
    """

    def __init__(
        self,
        directory: LeaseDirectory,
        me: Holder,
        processes: Processes,
        *,
        ttl: float,
        on_lost: Callable[[LeaseLost], None],
        now: Callable[[], float] = time.time,
    ) -> None:
        self._directory = directory
        self._me = me
        self._processes = processes
        self._ttl = ttl
        self._on_lost = on_lost
        self._now = now
        self._one_at_a_time = threading.Lock()
        self._generation: int | None = None
        self._known: LeaseInfo | None = None

    @property
    def generation(self) -> int | None:
        """The generation that was claimed; None while this server claims nothing."""
        return self._generation

    @property
    def known(self) -> LeaseInfo | None:
        """Our lease as it was written last; None while this server claims nothing."""
        return self._known if self._generation is not None else None

    def info(self) -> LeaseInfo | None:
        """The lease as it is now, whoever holds it. Takes no lock."""
        return self._describe_files(self._directory.read())

    def claim(self) -> Claimed | Held:
        """Become the owner, unless somebody else is."""
        with self._one_at_a_time, self._directory.locked():
            files, lease = self._look()
            if lease and not is_free(lease):
                return Held(lease)
            return self._claim(files, lease)

    def take(self, *, force: bool) -> Claimed:
        """Become the owner; with `force` also in the place of one who is at work.

        Raises:
            LeaseHeld: somebody else is at work.
        """
        with self._one_at_a_time, self._directory.locked():
            files, lease = self._look()
            if lease and not (force or is_free(lease)):
                raise LeaseHeld(lease)
            return self._claim(files, lease)

    def renew(self) -> LeaseInfo:
        """Stay the owner for another period.

        Raises:
            LeaseLost: this server is not the owner.
        """
        with self._as_owner() as (lease, side):
            return self._extend(lease.generation, side)

    def guard(self, write: Callable[[], T]) -> T:
        """Do `write` while nobody else can become the owner.

        Raises:
            LeaseLost: this server is not the owner; nothing was written.
        """
        with self._as_owner() as (lease, side):
            if lease.expired:
                self._extend(lease.generation, side)
            return write()

    def release(self) -> Released:
        """Leave the conversation to nobody, if that is for us to say.

        Raises:
            LeaseHeld: somebody else is at work.
        """
        with self._one_at_a_time:
            try:
                with self._directory.locked():
                    _, lease = self._look()
                    if lease and not is_free(lease):
                        raise LeaseHeld(lease)
                    self._directory.remove_lease()
            except DirectoryGone:
                lease = None
            self._generation = None
        return Released(lease is not None, lease)

    @contextmanager
    def _as_owner(self) -> Iterator[tuple[LeaseInfo, SideFile | None]]:
        try:
            with self._one_at_a_time, self._directory.locked():
                files, lease = self._look()
                if lease is None or self._generation is None:
                    raise LeaseLost(lease)
                yield lease, files.side
        except DirectoryGone as error:
            self._notice_loss(None)
            raise LeaseLost(None) from error

    def _look(self) -> tuple[LeaseFiles, LeaseInfo | None]:
        files = self._directory.read()
        lease = self._describe_files(files)
        if not holds(files.lease, self._me, self._generation):
            self._notice_loss(lease)
        return files, lease

    def _notice_loss(self, lease: LeaseInfo | None) -> None:
        if self._generation is not None:
            self._generation = None
            self._on_lost(LeaseLost(lease))

    def _claim(self, files: LeaseFiles, previous: LeaseInfo | None) -> Claimed:
        lease, side = granted(files, self._me, self._now(), self._ttl)
        # In this order: whatever a crash leaves, no generation is given out twice.
        self._directory.write_side(side)
        self._directory.write_lease(lease)
        self._generation = lease.generation
        self._known = self._describe(lease, side)
        others = previous if previous and not previous.ours else None
        return Claimed(self._known, others)

    def _extend(self, generation: int, side: SideFile | None) -> LeaseInfo:
        lease = lease_of(self._me, generation, self._now() + self._ttl)
        self._directory.write_lease(lease)
        self._known = self._describe(lease, side)
        return self._known

    def _describe(self, lease: LeaseFile, side: SideFile | None) -> LeaseInfo:
        return holder_state(lease, side, self._me, self._now(), self._processes)

    def _describe_files(self, files: LeaseFiles) -> LeaseInfo | None:
        return self._describe(files.lease, files.side) if files.lease else None
