"""The log of a conversation on disk."""

import asyncio
import logging
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

import anyio
from anyio import to_thread
from anyio.abc import TaskGroup

from easel_conversation.disk.appender import Appender
from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.disk.guard import WriteGuard
from easel_conversation.disk.pages import DiskPages
from easel_conversation.disk.tail import Tail
from easel_conversation.events import Event, TurnEnded
from easel_conversation.lease.errors import LeaseLost, LeaseUnavailable
from easel_conversation.log import Page, Released, Say, page_after, page_before
from easel_conversation.runs import newest, oldest

logger = logging.getLogger(__name__)

LINGER_SECONDS: Final = 1.0
"""How long text may grow in memory before what there is of it is written."""
KEEP_SECONDS: Final = 5.0
"""How long the end of a turn is held back for a disk that does not answer."""
RETRY_SECONDS: Final = 2.0
MOST_WAITING_BYTES: Final = 16 * 1024 * 1024
"""What may wait for the disk until the agent has to."""
MOST_UNWRITTEN: Final = 2 * MOST_WAITING_BYTES
"""More events than can ever have been told and not been written."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is to be on disk for good before something goes on.

    `held_at`: where readers stop until then; None if they do not.
    """

    until: int
    held_at: int | None
    passed: asyncio.Event
    deadline: asyncio.TimerHandle


class DiskLog:
    """Implements `EventLog`. Belongs to one event loop, and never blocks it.

    Events are in memory at once and on disk soon: a task writes while there is something to write.
    The end of a turn is synced to the disk, and held back from readers until then. When the disk
    refuses, or does not answer, people are told; the conversation goes on in memory, and what
    waits is written as soon as that is possible.
    """

    def __init__(
        self, folder: ConversationFolder, seq: int, tasks: TaskGroup, guard: WriteGuard
    ) -> None:
        """`seq`: of the last event on disk. `tasks` runs the writing."""
        self._folder = folder
        self._pages = DiskPages(folder)
        self._tail = Tail(seq)
        self._tasks = tasks
        self._guard = guard
        self._released: Released = _nobody_to_tell
        self._say: Say = _nobody_to_tell
        self._marks: deque[_Mark] = deque()
        self._synced_seq = seq
        self._stalled = False
        self._writing = False
        self._closing = anyio.Event()
        self._over = anyio.Event()
        self._news = anyio.Event()
        self._progress = anyio.Event()

    @property
    def seq(self) -> int:
        """See `ReadableLog.seq`."""
        for mark in self._marks:
            if mark.held_at is not None:
                return mark.held_at
        return self._tail.seq

    @property
    def is_written(self) -> bool:
        """Whether all of it is on disk."""
        return self._tail.is_written

    def append(self, events: Iterable[Event]) -> None:
        """See `EventLog.append`."""
        batch = tuple(events)
        held_at = self._tail.seq
        ends_turn = any(isinstance(event, TurnEnded) for event in batch)
        if ends_turn:
            self._tail.cut()
        for event in batch:
            self._tail.append(event)
        if ends_turn and not self._is_on_its_own:
            self._mark(held_at)
        self._write_soon()

    def watch(self, released: Released, say: Say) -> None:
        """See `EventLog.watch`."""
        self._released, self._say = released, say

    async def after(self, seq: int, limit: int) -> Page:
        """See `ReadableLog.after`."""
        end, first = self.seq, self._tail.first_seq
        self._tail.cut()
        parts = oldest(self._tail.forward(max(seq, first - 1), end + 1), limit)
        if seq + 1 < first:
            read = partial(self._pages.after, seq, min(first, end + 1), limit, parts.events)
            parts = await to_thread.run_sync(read)
        return page_after(parts, end)

    async def before(self, seq: int, limit: int) -> Page:
        """See `ReadableLog.before`."""
        end, first = min(seq, self.seq + 1), self._tail.first_seq
        self._tail.cut()
        parts = newest(self._tail.backward(end), limit)
        if parts.exhausted and min(first, end) > 1:
            read = partial(self._pages.before, min(first, end), limit, parts.events)
            parts = await to_thread.run_sync(read)
        return page_before(parts)

    async def kept(self) -> None:
        """See `EventLog.kept`."""
        if self._synced_seq < self._tail.seq and not self._is_on_its_own:
            mark = self._mark(None)
            self._write_soon()
            await mark.passed.wait()

    async def drained(self) -> None:
        """See `EventLog.drained`."""
        while self._tail.waiting_bytes > MOST_WAITING_BYTES and not self._over.is_set():
            await self._progress.wait()

    async def aclose(self) -> None:
        """Write what can be written, for a bounded time, and then nothing more."""
        await self.kept()
        self._closing.set()
        with anyio.move_on_after(KEEP_SECONDS):
            while self._writing:
                await self._progress.wait()
        self._end()
        if not self._tail.is_written:
            lost = self._tail.seq - self._tail.written_seq
            logger.error("%s: the last %d events could not be written", self._folder.id, lost)

    @property
    def _is_on_its_own(self) -> bool:
        """Whether there is no use in waiting for the disk."""
        return self._stalled or self._over.is_set()

    def _mark(self, held_at: int | None) -> _Mark:
        loop = asyncio.get_running_loop()
        deadline = loop.call_later(KEEP_SECONDS, self._stall, "the disk does not answer")
        mark = _Mark(self._tail.seq, held_at, asyncio.Event(), deadline)
        self._marks.append(mark)
        return mark

    def _pass_marks(self, seq: int) -> None:
        """What is up to `seq` is on disk for good, or there is no use in waiting for it."""
        before = self.seq
        while self._marks and self._marks[0].until <= seq:
            mark = self._marks.popleft()
            mark.deadline.cancel()
            mark.passed.set()
        if self.seq > before:
            self._released()

    def _write_soon(self) -> None:
        if self._over.is_set():
            return
        if self._marks or self._tail.has_lines:
            self._news.set()
        if not self._writing:
            self._writing = True
            self._tasks.start_soon(self._write)

    async def _write(self) -> None:
        try:
            with Appender(self._folder) as appender:
                while not self._over.is_set() and self._has_work:
                    await self._linger()
                    await self._write_batch(appender)
        except Exception:  # the rim of the task: the next event starts another
            logger.exception("writing %s failed", self._folder.events)
            self._stall("Easel failed to write it; its log says why")
        finally:
            self._writing = False
            self._note_progress()

    @property
    def _has_work(self) -> bool:
        return bool(self._marks) or self._stalled or not self._tail.is_written

    async def _linger(self) -> None:
        """Let text grow into a long line for a while, unless there is something else to write."""
        if not (self._marks or self._tail.has_lines):
            self._news = anyio.Event()
            with anyio.move_on_after(LINGER_SECONDS):
                await self._news.wait()
        if self._marks or not self._tail.has_lines:
            self._tail.finish_line()

    async def _write_batch(self, appender: Appender) -> None:
        batch = self._tail.batch()
        try:
            if batch.lines:
                await self._guard(partial(appender.append, batch.lines))
                self._tail.written(batch.seq)
                self._note_progress()
            if self._stalled or any(mark.until <= batch.seq for mark in self._marks):
                await to_thread.run_sync(appender.sync)
                self._synced_seq = batch.seq
        except LeaseLost as error:
            logger.warning("%s is not written any more: %s", self._folder.id, error)
            self._end()
        except (OSError, LeaseUnavailable) as error:
            self._stall(getattr(error, "strerror", None) or str(error))
            await self._before_next_attempt()
        else:
            self._pass_marks(batch.seq)
            self._recover()

    async def _before_next_attempt(self) -> None:
        if self._closing.is_set():
            self._end()
        with anyio.move_on_after(RETRY_SECONDS):
            await self._closing.wait()

    def _stall(self, reason: str) -> None:
        if self._is_on_its_own:
            return
        self._stalled = True
        logger.warning("%s cannot be written: %s", self._folder.events, reason)
        self._pass_marks(self._tail.seq)
        self._say(
            "error",
            f"This conversation cannot be written to disk: {reason}. It goes on in memory, and is "
            "written as soon as that is possible.",
        )

    def _recover(self) -> None:
        if self._stalled and self._tail.is_written:
            self._stalled = False
            self._say("info", "This conversation is on disk again.")

    def _end(self) -> None:
        self._closing.set()
        self._over.set()
        self._pass_marks(self._tail.seq)
        self._note_progress()

    def _note_progress(self) -> None:
        self._progress.set()
        self._progress = anyio.Event()


def _nobody_to_tell(*_: object) -> None:
    """Before anyone watches."""
