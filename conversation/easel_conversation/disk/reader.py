"""Reads the log on disk: from any place, in either direction, without reading the rest. Blocks.

The lines are in the order of their `seq`, so a place is found by halving the file. What cannot be
read any more is told of in its place, so that every reader gets a gapless log.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import msgspec

from easel_conversation.clock import iso
from easel_conversation.disk.line import decode, unreadable
from easel_conversation.disk.line_file import BLOCK, LineFile
from easel_conversation.events import Event
from easel_conversation.runs import Run, first_seq, merges

PAGE_BYTES: Final = 4 * 1024 * 1024
"""What is read for a page at most, unless its first line is longer."""


_LONG_AGO: Final = iso(0)


class _Seq(msgspec.Struct):
    seq: int


_seq_decoder = msgspec.json.Decoder(_Seq)


class _Read(NamedTuple):
    """A run that was read, and the bytes that it took."""

    run: Run
    size: int


class LogReader:
    """The parts of a log, gapless. A log that is not there is an empty one.

    Everything can raise `OSError`, where the disk does not give what it has.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.damaged = 0
        """How many lines were met that are no events."""

    def forward(
        self, after: int, before: int | None = None, *, limit: float = PAGE_BYTES
    ) -> Iterator[Event]:
        """The parts between two places, both exclusive, oldest first.

        Without `before`: to the end of the file. Ends early, but not inside a message, when `limit`
        bytes have been read.
        """
        reached, last = after, None
        for run, size in self._runs_from(after + 1):
            if before is not None and run.first_seq >= before:
                break
            part = run.part(reached, run.seq + 1 if before is None else before)
            if part is None or part.seq <= reached:
                continue
            if limit <= 0 and last is not None and not merges(last, part):
                return
            if first_seq(part) > reached + 1:
                yield unreadable(reached + 1, first_seq(part) - 1, part.at)
            yield part
            reached, last = part.seq, part
            limit -= size
        if before is not None and reached < before - 1:
            yield unreadable(reached + 1, before - 1, _LONG_AGO if last is None else last.at)

    def backward(self, before: int) -> Iterator[Event]:
        """The parts before a place, newest first.

        Ends early, but not inside a message, when the bytes of a page have been read.
        """
        limit, last = PAGE_BYTES, None
        for run, size in self._runs_before(before):
            part = run.part(0, before)
            if part is None:
                continue
            if limit <= 0 and last is not None and not merges(part, last):
                return
            if part.seq < before - 1:
                yield unreadable(part.seq + 1, before - 1, (last or part).at)
            yield part
            before, last = first_seq(part), part
            limit -= size
        if before > 1:
            yield unreadable(1, before - 1, _LONG_AGO if last is None else last.at)

    def last_seq(self) -> int:
        """The `seq` of the last event that can be read; 0 if there is none."""
        with self._opened() as lines:
            last = next(self._decoded(lines.backward(lines.size)), None)
        return 0 if last is None else last.run.seq

    def size_until(self, seq: int) -> int:
        """How many bytes of the file the lines take that end at `seq` or before it."""
        with self._opened() as lines:
            return _find(lines, seq + 1)

    def _runs_from(self, seq: int) -> Iterator[_Read]:
        """From the one that ends at `seq` or behind it."""
        with self._opened() as lines:
            begin = _find(lines, seq)
            yield from self._decoded(line.content for line in lines.forward(begin))

    def _runs_before(self, seq: int) -> Iterator[_Read]:
        """The last first, from the one that `seq` lies in, if it does not begin there."""
        with self._opened() as lines:
            around = next(lines.forward(_find(lines, seq)), None)
            yield from self._decoded(lines.backward(lines.size if around is None else around.end))

    def _decoded(self, lines: Iterable[bytes]) -> Iterator[_Read]:
        for line in lines:
            if (run := decode(line)) is not None:
                yield _Read(run, len(line))
            elif line.strip():
                self.damaged += 1

    @contextmanager
    def _opened(self) -> Iterator[LineFile]:
        try:
            file: BinaryIO = self._path.open("rb", buffering=0)
        except FileNotFoundError:
            file = BytesIO()
        with file:
            yield LineFile(file)


def _find(lines: LineFile, seq: int) -> int:
    """Where the first line begins that ends at `seq` or behind it; the end if there is none."""
    low, high = 0, lines.size
    while high - low > BLOCK:
        middle = (low + high) // 2
        begin = lines.line_after(middle)
        line = None if begin is None or begin >= high else _first_placed(lines, begin, high)
        if line is None:
            high = middle
        elif line.seq < seq:
            low = line.end
        else:
            high = line.offset
    for line in _placed(lines, low):
        if line.seq >= seq:
            return line.offset
    return lines.size


class _Placed(NamedTuple):
    """A line that has a `seq`, and where it lies."""

    offset: int
    end: int
    seq: int


def _placed(lines: LineFile, offset: int) -> Iterator[_Placed]:
    for line in lines.forward(offset):
        try:
            yield _Placed(line.offset, line.end, _seq_decoder.decode(line.content).seq)
        except (msgspec.DecodeError, ValueError, RecursionError):
            continue


def _first_placed(lines: LineFile, offset: int, before: int) -> _Placed | None:
    line = next(_placed(lines, offset), None)
    return line if line is not None and line.offset < before else None
