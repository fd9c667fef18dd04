"""The lines of a file, read in blocks from any place and in either direction. Blocks."""

from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

BLOCK: Final = 64 * 1024


class PlacedLine(NamedTuple):
    """A line without its end, and where in the file it begins."""

    offset: int
    content: bytes

    @property
    def end(self) -> int:
        """Where the next line begins."""
        return self.offset + len(self.content) + 1


class LineFile:
    """A file as it was when this was made. The end of the file ends its last line too."""

    def __init__(self, file: BinaryIO) -> None:
        """`file`: opened for reading, without a buffer."""
        self._file = file
        self.size = file.seek(0, 2)

    def forward(self, offset: int) -> Iterator[PlacedLine]:
        """The lines from a place where one begins."""
        pieces: list[bytes] = []
        begin = offset
        while block := self._read(offset, min(offset + BLOCK, self.size)):
            offset += len(block)
            head, *rest = block.split(b"\n")
            pieces.append(head)
            for piece in rest:
                line = PlacedLine(begin, b"".join(pieces))
                yield line
                begin, pieces = line.end, [piece]
        if any(pieces):
            yield PlacedLine(begin, b"".join(pieces))

    def backward(self, offset: int) -> Iterator[bytes]:
        """The lines before a place where one begins, the last first."""
        offset = min(offset, self.size)
        pieces: list[bytes] = []
        while block := self._read(max(offset - BLOCK, 0), offset):
            offset -= len(block)
            head, *rest = block.split(b"\n")
            for piece in reversed(rest):
                yield b"".join((piece, *reversed(pieces)))
                pieces = []
            pieces.append(head)
        if any(pieces):
            yield b"".join(reversed(pieces))

    def line_after(self, offset: int) -> int | None:
        """Where the first line begins that begins behind a place; None if there is none."""
        while block := self._read(offset, min(offset + BLOCK, self.size)):
            found = block.find(b"\n")
            if found >= 0:
                begin = offset + found + 1
                return begin if begin < self.size else None
            offset += len(block)
        return None

    def _read(self, begin: int, end: int) -> bytes:
        if begin >= end:
            return b""
        self._file.seek(begin)
        return self._file.read(end - begin)
