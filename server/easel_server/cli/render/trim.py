"""Taking away the white space that rich puts around what it renders."""

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.segment import Segment

Line = list[Segment]


def indented(inside: RenderableType, columns: int = 2) -> "Trimmed":
    """What is inside, moved to the right."""
    return Trimmed(Padding(inside, (0, 0, 0, columns)))


class Trimmed:
    """What is inside, without blank lines around it and without blanks at the ends of lines.

    So one block can follow another at a known distance, and copied text is clean.
    """

    def __init__(self, inside: RenderableType) -> None:
        self._inside = inside

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = console.render_lines(self._inside, options, pad=False)
        for line in _without_blank_ends([_stripped(line) for line in lines]):
            yield from line
            yield Segment.line()


def _stripped(line: Line) -> Line:
    kept = list(line)
    while kept and not kept[-1].text.rstrip():
        kept.pop()
    if kept:
        last = kept.pop()
        kept.append(Segment(last.text.rstrip(), last.style, last.control))
    return kept


def _without_blank_ends(lines: list[Line]) -> Iterator[Line]:
    inked = [index for index, line in enumerate(lines) if line]
    if inked:
        yield from lines[inked[0] : inked[-1] + 1]
