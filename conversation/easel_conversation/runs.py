"""Runs: events merged because they belong together, and cut again where a reader stopped.

Text chunks of one message that follow each other are one run. A reader that stopped inside of it
goes on right behind the place where it stopped, because that place became a cut. Of snapshots of
one tool call that follow each other, and tell of no other status, only the newest is kept: a
terminal that prints for an hour must not be written down ten times a second.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from msgspec.structs import replace

from easel_conversation.events import Event, Message, ToolCallChanged


class Cut(NamedTuple):
    """A place inside a run: so many events and characters after its beginning, or the last cut."""

    events: int
    characters: int


class Parts(NamedTuple):
    """Events in `seq` order. `exhausted`: there were no more to take."""

    events: tuple[Event, ...]
    exhausted: bool


def first_seq(event: Event) -> int:
    """The first `seq` that the event covers."""
    return event.seq if event.first_seq is None else event.first_seq


def merges(earlier: Event, later: Event) -> bool:
    """Whether `later`, which follows `earlier`, goes on with the same thing."""
    if later.turn_id != earlier.turn_id or later.epoch != earlier.epoch:
        return False
    match earlier, later:
        case Message(), Message():
            return (
                later.append
                and later.message_id == earlier.message_id
                and later.role == earlier.role
                and is_plain_text(earlier)
                and is_plain_text(later)
            )
        case ToolCallChanged(tool_call=before), ToolCallChanged(tool_call=after):
            return before.tool_call_id == after.tool_call_id and before.status == after.status
    return False


def is_plain_text(event: Message) -> bool:
    """Whether the content is nothing but text, so that it can be merged."""
    return event.content.keys() == {"type", "text"} and isinstance(event.content["text"], str)


class Run:
    """One event that nothing is merged with."""

    __slots__ = ("_event", "characters", "first_seq", "seq")

    def __init__(self, event: Event) -> None:
        self._event = event
        self.first_seq = first_seq(event)
        self.seq = event.seq
        self.characters = 0

    @property
    def open(self) -> bool:
        """Whether something that follows may become a part of it."""
        return False

    @property
    def cuts(self) -> list[Cut]:
        """Where readers have stopped inside of it."""
        return []

    def take(self, event: Event) -> bool:
        """Merge an event that follows; false if it does not belong here."""
        return False

    def cut(self) -> None:
        """A reader stops at the present end."""

    def part(self, after: int, before: int) -> Event | None:
        """What lies between two places, both exclusive; it begins and ends at cuts."""
        if self.seq <= after or self.first_seq >= before:
            return None
        if self.first_seq > after:
            return self._event
        return replace(self._event, first_seq=after + 1 if after + 1 < self.seq else None)


class SnapshotRun(Run):
    """Snapshots of one thing that follow each other: the newest stands for all."""

    __slots__ = ()

    @property
    def open(self) -> bool:
        """Whether something that follows may become a part of it."""
        return True

    def take(self, event: Event) -> bool:
        """Let a newer snapshot take the place of the one before."""
        if not merges(self._event, event):
            return False
        self._event, self.seq = event, event.seq
        return True

    def part(self, after: int, before: int) -> Event | None:
        """The newest snapshot, for what lies between two places, both exclusive."""
        first, last = max(self.first_seq, after + 1), min(self.seq, before - 1)
        if first > last:
            return None
        return replace(self._event, seq=last, first_seq=first if first != last else None)


@dataclass(slots=True)
class _Piece:
    """Text that no reader has stopped in. `seq`: its last."""

    seq: int
    texts: list[str]
    sealed: bool = False


class TextRun(Run):
    """The text chunks of one message that follow each other."""

    __slots__ = ("_at", "_pieces")

    def __init__(self, event: Message, cuts: Iterable[Cut] = ()) -> None:
        super().__init__(event)
        self._at = event.at
        text = event.content["text"]
        self.characters = len(text)
        self._pieces: list[_Piece] = []
        seq, start = self.first_seq - 1, 0
        for cut in cuts:
            seq += cut.events
            self._pieces.append(_Piece(seq, [text[start : start + cut.characters]], sealed=True))
            start += cut.characters
        self._pieces.append(_Piece(event.seq, [text[start:]]))

    @property
    def open(self) -> bool:
        """Whether something that follows may become a part of it."""
        return True

    @property
    def cuts(self) -> list[Cut]:
        """Where readers have stopped inside of it."""
        ends = [self.first_seq - 1, *(piece.seq for piece in self._pieces)]
        return [
            Cut(piece.seq - end, sum(map(len, piece.texts)))
            for end, piece in zip(ends, self._pieces[:-1], strict=False)
        ]

    def take(self, event: Event) -> bool:
        """Merge an event that follows; false if it does not belong here."""
        if not merges(self._event, event):
            return False
        assert isinstance(event, Message)
        text: str = event.content["text"]
        last = self._pieces[-1]
        if last.sealed:
            self._pieces.append(_Piece(event.seq, [text]))
        else:
            last.seq = event.seq
            last.texts.append(text)
        self.seq, self._at = event.seq, event.at
        self.characters += len(text)
        return True

    def cut(self) -> None:
        """A reader stops at the present end."""
        last = self._pieces[-1]
        last.sealed = True
        last.texts = ["".join(last.texts)]

    def part(self, after: int, before: int) -> Event | None:
        """What lies between two places, both exclusive; it begins and ends at cuts."""
        start = bisect_right(self._pieces, after, key=_piece_seq)
        end = bisect_right(self._pieces, before - 1, lo=start, key=_piece_seq)
        if start == end:
            return None
        return self._between(start, end)

    def _between(self, start: int, end: int) -> Event:
        first = self._pieces[start - 1].seq + 1 if start else self.first_seq
        last = self._pieces[end - 1].seq
        assert isinstance(self._event, Message)
        if (first, last) == (first_seq(self._event), self._event.seq):
            return self._event
        texts = chain.from_iterable(piece.texts for piece in self._pieces[start:end])
        return replace(
            self._event,
            seq=last,
            first_seq=first if first != last else None,
            at=self._at,
            content={"type": "text", "text": "".join(texts)},
            append=self._event.append or start > 0,
        )


def _piece_seq(piece: _Piece) -> int:
    return piece.seq


def begin(event: Event, cuts: Iterable[Cut] = ()) -> Run:
    """A run that begins with `event`, which may have been merged and cut before."""
    if isinstance(event, Message) and is_plain_text(event):
        return TextRun(event, cuts)
    return SnapshotRun(event) if isinstance(event, ToolCallChanged) else Run(event)


class Runs:
    """Runs in memory, oldest first, gapless. `seq`: of the newest event."""

    def __init__(self, seq: int = 0) -> None:
        """`seq`: what comes first goes on behind it."""
        self._before = seq
        self._runs: list[Run] = []
        self._ends: list[int] = []

    @property
    def seq(self) -> int:
        """The `seq` of the newest event."""
        return self._ends[-1] if self._ends else self._before

    @property
    def first_seq(self) -> int:
        """The first `seq` that is in here, or that will be."""
        return self._before + 1

    def take(self, event: Event) -> bool:
        """Merge an event into the newest run; false if it does not belong there."""
        if not (self._runs and self._runs[-1].take(event)):
            return False
        self._ends[-1] = event.seq
        return True

    def begin(self, event: Event) -> Run:
        """Add an event as a run of its own."""
        run = begin(event)
        self._runs.append(run)
        self._ends.append(run.seq)
        return run

    def drop(self, seq: int) -> None:
        """Forget the runs that end at `seq` or before."""
        count = bisect_right(self._ends, seq)
        if count:
            self._before = self._ends[count - 1]
            del self._runs[:count], self._ends[:count]

    def cut(self) -> None:
        """A reader stops at the present end."""
        if self._runs:
            self._runs[-1].cut()

    def forward(self, after: int, before: int) -> Iterator[Event]:
        """The parts between two places, both exclusive, oldest first."""
        for index in range(bisect_right(self._ends, after), len(self._runs)):
            part = self._runs[index].part(after, before)
            if part is None:
                return
            yield part

    def backward(self, before: int) -> Iterator[Event]:
        """The parts before a place, newest first."""
        last = min(bisect_right(self._ends, before - 1), len(self._runs) - 1)
        for index in range(last, -1, -1):
            part = self._runs[index].part(0, before)
            if part is not None:
                yield part


def oldest(parts: Iterable[Event], limit: int) -> Parts:
    """The first events of `parts`, merged; ends before a gap."""
    runs: list[Run] = []
    for part in parts:
        if runs:
            if first_seq(part) != runs[-1].seq + 1:
                return Parts(_wholes(runs), exhausted=False)
            if runs[-1].take(part):
                continue
        if len(runs) == limit:
            return Parts(_wholes(runs), exhausted=False)
        runs.append(begin(part))
    return Parts(_wholes(runs), exhausted=True)


def newest(parts: Iterable[Event], limit: int) -> Parts:
    """The last events of `parts`, which come newest first, merged."""
    groups: list[list[Event]] = []
    exhausted = True
    for part in parts:
        if groups and merges(part, groups[-1][-1]):
            groups[-1].append(part)
        elif len(groups) < limit:
            groups.append([part])
        else:
            exhausted = False
            break
    return Parts(tuple(_whole(reversed(group)) for group in reversed(groups)), exhausted)


def _wholes(runs: list[Run]) -> tuple[Event, ...]:
    return tuple(_all_of(run) for run in runs)


def _whole(group: Iterable[Event]) -> Event:
    run: Run | None = None
    for event in group:
        if run is None:
            run = begin(event)
        else:
            run.take(event)
    assert run is not None
    return _all_of(run)


def _all_of(run: Run) -> Event:
    whole = run.part(0, run.seq + 1)
    assert whole is not None
    return whole
