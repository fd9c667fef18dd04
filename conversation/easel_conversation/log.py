"""The log of a conversation's events: what every reader reads.

What belongs together is merged as it comes; a reader that stopped inside a merged run goes on
right behind the place where it stopped, so what each reader gets is gapless.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from easel_conversation.events import Event
from easel_conversation.runs import Parts, first_seq
from easel_conversation.values import NoticeLevel


@dataclass(frozen=True, slots=True)
class Page:
    """Events in `seq` order. `has_more`: the log goes on in the direction of reading."""

    events: tuple[Event, ...]
    has_more: bool


Released = Callable[[], None]
Say = Callable[[NoticeLevel, str], None]


class ReadableLog(Protocol):
    """`seq` of the first event is 1. Reading may wait for a disk."""

    @property
    def seq(self) -> int:
        """The `seq` of the newest event that readers get, 0 before the first."""
        ...

    async def after(self, seq: int, limit: int) -> Page:
        """At most `limit` events, oldest first, beginning right after `seq`.

        `seq` is 0 or where an earlier page ended; elsewhere inside a merged run, the page begins
        with the whole piece around it.
        """
        ...

    async def before(self, seq: int, limit: int) -> Page:
        """At most `limit` events, the newest that end before `seq`."""
        ...


class EventLog(ReadableLog, Protocol):
    """Append-only. Writing never waits.

    What may not be told before it is kept (the end of a turn) is in the log at once, but readers do
    not get it, nor what follows it, until `seq` has reached it.
    """

    def append(self, events: Iterable[Event]) -> None:
        """Add events whose `seq` goes on right behind the newest. Never blocks, never raises."""
        ...

    def watch(self, released: Released, say: Say) -> None:
        """Have `released` called whenever `seq` moves on later than the `append` that it is of.

        `say` gets what people are to know of the log itself. Neither is called in an `append`.
        """
        ...

    async def kept(self) -> None:
        """Return when all that is in the log is kept, or is known to have nowhere to be kept."""
        ...

    async def drained(self) -> None:
        """Return when so little waits to be kept that more may come."""
        ...


def page_after(parts: Parts, seq: int) -> Page:
    """A page of a log that ends at `seq`, read forward."""
    events = parts.events
    return Page(events, has_more=bool(events) and events[-1].seq < seq)


def page_before(parts: Parts) -> Page:
    """A page of a log, read backward."""
    events = parts.events
    return Page(events, has_more=bool(events) and first_seq(events[0]) > 1)
