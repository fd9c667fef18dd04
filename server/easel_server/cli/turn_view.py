"""A running turn on the terminal, or in a pipe."""

import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final

from rich.console import Console, RenderableType
from rich.live import Live
from rich.text import Text

from easel_conversation.events import Event, Message, TurnEnded
from easel_conversation.ids import MessageId
from easel_server.cli.redraw import Redraw
from easel_server.cli.render.pieces import Piece, Spacing
from easel_server.cli.render.plain import plain
from easel_server.cli.render.tail import Tail
from easel_server.cli.render.transcript import Transcript
from easel_server.io.background import running_beside

WORKING: Final = Text("Working…", style="dim")


class Printer:
    """Prints pieces at the right distance from each other."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._spacing = Spacing()

    def print(self, piece: Piece) -> None:
        for part in self._spacing.spaced(piece):
            self.console.print(part)


class RawAnswer:
    """Writes the answer to stdout as it was written, as soon as it arrives."""

    def __init__(self) -> None:
        self._message: MessageId | None = None
        self._end = "\n\n"

    def hear(self, event: Event) -> None:
        """Take an event. Raises BrokenPipeError when nobody reads any more."""
        if isinstance(event, TurnEnded):
            self.end()
        text = answer_text(event)
        if text is None or not isinstance(event, Message):
            return
        if self._message not in {None, event.message_id}:
            self._write("\n\n"[len(self._end) - len(self._end.rstrip("\n")) :])
        self._message = event.message_id
        self._write(text)

    def end(self) -> None:
        """The turn is over: end the line."""
        if not self._end.endswith("\n"):
            self._write("\n")

    def _write(self, text: str) -> None:
        shown = plain(text)
        if shown:
            sys.stdout.write(shown)
            sys.stdout.flush()
            self._end = f"{self._end}{shown}"[-2:]


class LiveArea:
    """What is still open, drawn below what is printed."""

    def __init__(self, console: Console, content: Callable[[], RenderableType | None]) -> None:
        self._console = console
        self._content = content
        self._live = Live(console=console, transient=True, auto_refresh=False)
        self._redraw = Redraw(self._draw)

    def request(self) -> None:
        """There is something new to draw."""
        self._redraw.request()

    @asynccontextmanager
    async def drawn(self) -> AsyncIterator[None]:
        """Draw while the block runs, and leave nothing behind."""
        async with running_beside(self._redraw.run):
            with self._live:
                yield

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Leave the terminal alone while the block runs: a person is typing."""
        self._live.stop()
        try:
            yield
        finally:
            self._live.start()

    def prepare(self) -> None:
        """Something will be printed above: what it finishes is no longer open below."""
        self._live.update(self._shown())

    def _draw(self) -> None:
        if self._live.is_started:
            self._live.update(self._shown(), refresh=True)

    def _shown(self) -> Tail:
        return Tail(self._content() or WORKING, self._console.height - 2)


class TurnView:
    """Shows events: the answer here, everything else there, what is open below."""

    def __init__(
        self,
        *,
        raw: RawAnswer | None = None,
        answer: Printer | None = None,
        notes: Printer | None = None,
        is_live: bool = False,
    ) -> None:
        """`is_live`: draw what is open below the answer, whose console must be a terminal."""
        self._raw = raw
        self._answer = answer
        self._notes = notes
        self._transcript = Transcript()
        self.live: LiveArea | None = None
        if is_live and answer is not None:
            self.live = LiveArea(answer.console, self._transcript.live)

    def show(self, event: Event) -> None:
        """Take an event. Raises BrokenPipeError when nobody reads any more."""
        if self._raw is not None:
            self._raw.hear(event)
        pieces = self._transcript.feed(event)
        if self.live is not None:
            self.live.request()
            if pieces:
                self.live.prepare()
        self._print(pieces)

    def end(self) -> None:
        """Nothing more will come: what was written stays, also of a turn that did not end."""
        if self._raw is not None:
            self._raw.end()
        self._print(self._transcript.finish())

    def _print(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            printer = self._answer if piece.kind == "answer" else self._notes
            if printer is not None and piece.kind != "prompt":
                printer.print(piece)


def answer_text(event: Event) -> str | None:
    """The text of the answer that an event brings, if it does."""
    if not isinstance(event, Message) or event.role != "assistant":
        return None
    text = event.content.get("text")
    return text if event.content.get("type") == "text" and isinstance(text, str) else None
