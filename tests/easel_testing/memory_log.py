"""A log that keeps its events as long as the process lives: a model for the one on disk."""

from collections.abc import Iterable

from easel_conversation.events import Event
from easel_conversation.log import Page, Released, Say, page_after, page_before
from easel_conversation.runs import Runs, newest, oldest


class MemoryLog:
    """Implements `EventLog`."""

    def __init__(self) -> None:
        self._runs = Runs()

    @property
    def seq(self) -> int:
        """See `ReadableLog.seq`."""
        return self._runs.seq

    def append(self, events: Iterable[Event]) -> None:
        """See `EventLog.append`."""
        for event in events:
            if not self._runs.take(event):
                self._runs.begin(event)

    def watch(self, released: Released, say: Say) -> None:
        """See `EventLog.watch`. Nothing is ever held back here."""

    async def after(self, seq: int, limit: int) -> Page:
        """See `ReadableLog.after`."""
        return page_after(oldest(self._cut().forward(seq, self.seq + 1), limit), self.seq)

    async def before(self, seq: int, limit: int) -> Page:
        """See `ReadableLog.before`."""
        return page_before(newest(self._cut().backward(seq), limit))

    async def kept(self) -> None:
        """See `EventLog.kept`."""

    async def drained(self) -> None:
        """See `EventLog.drained`."""

    def _cut(self) -> Runs:
        self._runs.cut()
        return self._runs
