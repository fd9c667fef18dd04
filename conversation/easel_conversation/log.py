"""The log of a conversation's events: what every reader reads.

Chunks of one message are merged as they come; a reader that stopped inside a merged run goes on
right behind the place where it stopped, so what each reader gets is gapless.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from msgspec.structs import replace

from easel_conversation.events import Event, Message


@dataclass(frozen=True, slots=True)
class Page:
    """Events in `seq` order. `has_more`: the log goes on in the direction of reading."""

    events: tuple[Event, ...]
    has_more: bool


class EventLog(Protocol):
    """Append-only; `seq` of the first event is 1."""

    @property
    def seq(self) -> int:
        """The `seq` of the newest event, 0 before the first."""
        ...

    def append(self, events: Iterable[Event]) -> None:
        """Add events whose `seq` goes on right behind `self.seq`."""
        ...

    def after(self, seq: int, limit: int) -> Page:
        """At most `limit` events, oldest first, beginning right after `seq`.

        `seq` is 0 or where an earlier page ended; elsewhere inside a merged run, the page begins
        with the whole piece around it.
        """
        ...

    def before(self, seq: int, limit: int) -> Page:
        """The newest `limit` events that end before `seq`."""
        ...


class MemoryLog:
    """An event log in memory."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self._ends: list[int] = []

    @property
    def seq(self) -> int:
        """The `seq` of the newest event, 0 before the first."""
        return self._ends[-1] if self._ends else 0

    def append(self, events: Iterable[Event]) -> None:
        """Add events, merging the text of one message."""
        for event in events:
            if self._runs and self._runs[-1].take(event):
                self._ends[-1] = event.seq
            else:
                self._runs.append(_Run(event))
                self._ends.append(event.seq)

    def after(self, seq: int, limit: int) -> Page:
        """See `EventLog.after`."""
        start = bisect_right(self._ends, seq)
        runs = self._runs[start : start + limit]
        has_more = start + limit < len(self._runs)
        if runs and not has_more:
            runs[-1].seal()
        return Page(tuple(run.after(seq) for run in runs), has_more)

    def before(self, seq: int, limit: int) -> Page:
        """See `EventLog.before`."""
        end = bisect_right(self._ends, seq - 1)
        start = max(end - limit, 0)
        runs = self._runs[start:end]
        if runs and end == len(self._runs):
            runs[-1].seal()
        return Page(tuple(run.after(0) for run in runs), start > 0)


@dataclass(slots=True)
class _Piece:
    """A part of a run that no reader has stopped in."""

    seq: int
    texts: list[str]
    sealed: bool = False


@dataclass(slots=True)
class _Run:
    """One event, or the text chunks of one message that follow each other."""

    first: Event
    at: str = ""
    pieces: list[_Piece] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.at = self.first.at
        if isinstance(self.first, Message) and is_plain_text(self.first):
            self.pieces.append(_Piece(self.first.seq, [self.first.content["text"]]))

    def take(self, event: Event) -> bool:
        """Merge `event` into this run, if it continues it."""
        if not (self.pieces and isinstance(event, Message) and continues(self.first, event)):
            return False
        last = self.pieces[-1]
        if last.sealed:
            self.pieces.append(_Piece(event.seq, [event.content["text"]]))
        else:
            last.seq = event.seq
            last.texts.append(event.content["text"])
        self.at = event.at
        return True

    def seal(self) -> None:
        """A reader stops here: what comes later is a piece of its own."""
        if self.pieces:
            last = self.pieces[-1]
            last.sealed = True
            last.texts = ["".join(last.texts)]

    def after(self, seq: int) -> Event:
        """The run, or what of it lies behind `seq`."""
        if not self.pieces:
            return self.first
        skipped = [piece for piece in self.pieces if piece.seq <= seq]
        kept = self.pieces[len(skipped) :]
        begin = skipped[-1].seq + 1 if skipped else self.first.seq
        end = kept[-1].seq
        assert isinstance(self.first, Message)
        return replace(
            self.first,
            seq=end,
            first_seq=begin if begin != end else None,
            at=self.at,
            content={"type": "text", "text": "".join(t for piece in kept for t in piece.texts)},
            append=self.first.append or bool(skipped),
        )


def is_plain_text(event: Message) -> bool:
    """Whether the content is nothing but text, so that it can be merged."""
    return event.content.keys() == {"type", "text"} and isinstance(event.content["text"], str)


def continues(first: Event, event: Message) -> bool:
    """Whether `event` is more text of the message that `first` began or continued."""
    return (
        isinstance(first, Message)
        and event.append
        and event.message_id == first.message_id
        and event.role == first.role
        and event.turn_id == first.turn_id
        and event.epoch == first.epoch
        and is_plain_text(event)
    )
