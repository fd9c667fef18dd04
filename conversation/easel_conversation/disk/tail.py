"""The newest part of a log, in memory: what is not on disk yet, and a little behind it."""

from collections import deque
from collections.abc import Iterator
from typing import Final, NamedTuple

from easel_conversation.disk.line import encode
from easel_conversation.events import Event
from easel_conversation.runs import Run, Runs

LINE_CHARACTERS: Final = 64 * 1024
"""Merged text longer than this begins a new line."""
KEPT_BYTES: Final = 128 * 1024
"""What stays in memory of that which is on disk, for the readers who follow closely."""
BATCH_BYTES: Final = 1024 * 1024


class Batch(NamedTuple):
    """Lines to write. `seq`: of the last event, or of what is on disk where there are none."""

    lines: bytes
    seq: int


class _Line(NamedTuple):
    seq: int
    content: bytes


class _Written(NamedTuple):
    seq: int
    size: int


class Tail:
    """Merges events as they come, and says which lines are to be written."""

    def __init__(self, seq: int) -> None:
        """`seq`: of the newest event on disk."""
        self._runs = Runs(seq)
        self._growing: Run | None = None
        self._waiting: deque[_Line] = deque()
        self._behind: deque[_Written] = deque()
        self._behind_bytes = 0
        self.waiting_bytes = 0
        self.written_seq = seq

    @property
    def seq(self) -> int:
        """The `seq` of the newest event."""
        return self._runs.seq

    @property
    def first_seq(self) -> int:
        """The first `seq` that is in memory."""
        return self._runs.first_seq

    @property
    def has_lines(self) -> bool:
        """Whether there are lines to write that nothing more is merged with."""
        return bool(self._waiting)

    @property
    def is_written(self) -> bool:
        """Whether everything is on disk."""
        return self._runs.seq == self.written_seq

    def append(self, event: Event) -> None:
        """Add an event."""
        if self._growing is not None and self._runs.take(event):
            if self._growing.characters > LINE_CHARACTERS:
                self.finish_line()
            return
        self.finish_line()
        self._growing = self._runs.begin(event)
        if not self._growing.open:
            self.finish_line()

    def finish_line(self) -> None:
        """Let what still grows be a line; what would be merged with it begins another."""
        if self._growing is not None:
            line = _Line(self._growing.seq, encode(self._growing))
            self._growing = None
            self._waiting.append(line)
            self.waiting_bytes += len(line.content)

    def batch(self) -> Batch:
        """The oldest lines that wait to be written."""
        lines: list[bytes] = []
        size, seq = 0, self.written_seq
        for line in self._waiting:
            if lines and size + len(line.content) > BATCH_BYTES:
                break
            lines.append(line.content)
            size += len(line.content)
            seq = line.seq
        return Batch(b"".join(lines), seq)

    def written(self, seq: int) -> None:
        """The lines up to `seq` are on disk."""
        while self._waiting and self._waiting[0].seq <= seq:
            line = self._waiting.popleft()
            size = len(line.content)
            self.waiting_bytes -= size
            self._behind.append(_Written(line.seq, size))
            self._behind_bytes += size
        self.written_seq = seq
        self._drop_surplus()

    def cut(self) -> None:
        """A reader stops at the present end."""
        self._runs.cut()

    def forward(self, after: int, before: int) -> Iterator[Event]:
        """The parts between two places, both exclusive, oldest first."""
        return self._runs.forward(after, before)

    def backward(self, before: int) -> Iterator[Event]:
        """The parts before a place, newest first."""
        return self._runs.backward(before)

    def _drop_surplus(self) -> None:
        while self._behind_bytes > KEPT_BYTES:
            oldest = self._behind.popleft()
            self._behind_bytes -= oldest.size
            self._runs.drop(oldest.seq)
