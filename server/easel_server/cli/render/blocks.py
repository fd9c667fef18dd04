"""Cuts streaming Markdown into blocks: finished ones are shown for good, one is open.

Each character is looked at once, however long the answer is. A boundary is taken only where the
Markdown on both sides reads the same as it would in one piece.
"""

import re
from dataclasses import dataclass
from typing import Final

MAX_OPEN_LINES: Final = 40
"""Code and lists longer than this are finished in pieces."""

_FENCE = re.compile(r"(?P<indent> *)(?P<marks>`{3,}|~{3,})(?P<info>.*)")
_HEADING = re.compile(r" {0,3}#{1,6}(\s|$)")
_ITEM = re.compile(r"(?P<mark>[-*+]|(?P<number>\d{1,9})[.)])(\s|$)")


@dataclass(frozen=True, slots=True)
class Block:
    """Markdown that can be shown by itself; `gap`: a blank line goes before it."""

    text: str
    gap: bool


@dataclass(frozen=True, slots=True)
class _Fence:
    marks: str
    opening: str
    nested: bool

    def is_closed_by(self, line: str) -> bool:
        match = _FENCE.fullmatch(line)
        return (
            match is not None
            and match["marks"].startswith(self.marks)
            and not match["info"].strip()
        )


class BlockSplitter:
    """Takes text as it streams in and gives the blocks that it completes."""

    def __init__(self) -> None:
        self._tail: list[str] = []
        self._lines: list[str] = []
        self._gap = False
        self._fence: _Fence | None = None
        self._item: re.Match[str] | None = None
        self._blank = False
        self._done: list[Block] = []

    @property
    def open(self) -> Block | None:
        """The block that is still being written."""
        text = "\n".join([*self._lines, "".join(self._tail)])
        return Block(text, self._gap) if text.strip() else None

    def feed(self, text: str) -> list[Block]:
        """Take more text; return what is finished now."""
        first, *others = text.split("\n")
        self._tail.append(first)
        for part in others:
            line, self._tail = "".join(self._tail), [part]
            self._take(line.removesuffix("\r"))
        if self._blank and self._fence is None and self._begins_with_a_letter():
            self._close()
        return self._taken()

    def finish(self) -> list[Block]:
        """The text is complete: return what is left."""
        line, self._tail = "".join(self._tail), []
        self._take(line)
        self._close()
        self._gap = False
        self._fence = None
        return self._taken()

    def _begins_with_a_letter(self) -> bool:
        """Whether the line that is being written can only be the text of another paragraph."""
        return next(filter(None, self._tail), "")[:1].isalpha()

    def _taken(self) -> list[Block]:
        done, self._done = self._done, []
        return done

    def _take(self, line: str) -> None:
        if self._fence is not None:
            self._inside_fence(self._fence, line)
        elif not line.strip():
            self._blank = bool(self._lines)
            self._add(line)
        else:
            self._outside_fence(line)

    def _inside_fence(self, fence: _Fence, line: str) -> None:
        if fence.is_closed_by(line):
            self._fence = None
            self._add(line)
            if not fence.nested:
                self._close()
            return
        if not fence.nested and len(self._lines) >= MAX_OPEN_LINES:
            self._add(fence.marks)
            self._close(gap=False)
            self._add(fence.opening)
        self._add(line)

    def _outside_fence(self, line: str) -> None:
        nested = self._item is not None and line[0] in " \t"
        fence = _opening_fence(line, nested=nested)
        if nested:
            self._blank = False
        elif fence or _HEADING.match(line):
            self._close()
        elif line[0] not in " \t":
            self._before(line)
        if not self._lines:
            self._item = _ITEM.match(line)
        self._fence = fence
        self._add(line)
        if not nested and _HEADING.match(line):
            self._close()

    def _before(self, line: str) -> None:
        """An unindented line: close what is open if it begins a block of its own."""
        item = _ITEM.match(line)
        if self._item is not None and item is not None and _same_list(self._item, item):
            long = len(self._lines) >= MAX_OPEN_LINES
            if (self._blank or long) and _counts_on(self._item, item):
                self._close(gap=self._blank)
        elif self._blank or (self._item is None and item and item["number"] in {None, "1"}):
            self._close()
        self._blank = False

    def _add(self, line: str) -> None:
        if self._lines or line.strip():
            self._lines.append(line)

    def _close(self, *, gap: bool = True) -> None:
        text = "\n".join(self._lines).rstrip()
        if text:
            self._done.append(Block(text, self._gap))
            self._gap = gap
        self._lines = []
        self._item = None
        self._blank = False


def _opening_fence(line: str, *, nested: bool) -> _Fence | None:
    match = _FENCE.fullmatch(line)
    if match is None or (match["marks"][0] == "`" and "`" in match["info"]):
        return None
    return _Fence(match["marks"], line, nested)


def _same_list(begin: re.Match[str], item: re.Match[str]) -> bool:
    return begin["mark"][-1] == item["mark"][-1]


def _counts_on(begin: re.Match[str], item: re.Match[str]) -> bool:
    """Whether `item` shows the same number apart from its list: 1, 1, 1 would not."""
    return begin["number"] is None or int(item["number"]) > int(begin["number"])
