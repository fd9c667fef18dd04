"""The end of something that may be higher than the terminal."""

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment


class Tail:
    """The last `height` lines of what is inside."""

    def __init__(self, inside: RenderableType, height: int) -> None:
        self._inside = inside
        self._height = height

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = console.render_lines(self._inside, options, pad=False)
        for line in lines[-self._height :]:
            yield from line
            yield Segment.line()
