"""The terminal of a chat: an input line that is always there, and everything else above it.

One owner draws the screen, so a person can type while an answer streams in. What is finished is
printed for good above the input; what is open is part of the input's prompt, and drawn again when
it changes.
"""

import asyncio
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Protocol

import anyio
from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.completion import Completer, DynamicCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.history import FileHistory
from prompt_toolkit.styles import Style
from rich.console import Group, RenderableType
from rich.text import Text

from easel_server.cli import console
from easel_server.cli.chat.keys import key_bindings
from easel_server.cli.redraw import FRAME_SECONDS
from easel_server.cli.render.tail import Tail

INPUT_ROWS: Final = 10
"""Rows at the bottom that are kept free for the input, its menu and the toolbar."""

PROMPT: Final = "> "
_STYLE: Final = Style.from_dict({"bottom-toolbar": "noreverse ansibrightblack"})


class Controller(Protocol):
    """What the screen shows, and to whom it passes what is typed."""

    def live(self) -> RenderableType | None:
        """What is open and changes."""
        ...

    def toolbar(self) -> str:
        """What stands at the bottom."""
        ...

    def entered(self, text: str) -> None:
        """Enter was pressed."""
        ...

    def stop(self) -> bool:
        """Ctrl-C was pressed; false if there is nothing to stop."""
        ...

    def idle_hint(self) -> None:
        """Ctrl-C was pressed with nothing to stop and nothing typed."""
        ...


@dataclass(frozen=True, slots=True)
class _Question:
    """A line that is asked for; `typed` is what the person was writing before."""

    prompt: str
    answer: asyncio.Future[str | None]
    typed: Document


class Screen:
    """Shows what the controller has. Also the `Person` who answers an agent's questions."""

    def __init__(self, controller: Controller, completer: Completer, history: Path) -> None:
        self._controller = controller
        self._console = console.stdout()
        self._question: _Question | None = None
        self._unprinted: list[RenderableType] = []
        self._news = anyio.Event()
        self._version = 0
        self._drawn: tuple[object, ANSI] = (None, ANSI(""))
        self._session: PromptSession[None] = PromptSession(
            self._message,
            multiline=True,
            completer=DynamicCompleter(lambda: None if self._question else completer),
            history=FileHistory(str(history)),
            key_bindings=key_bindings(self),
            bottom_toolbar=lambda: f" {controller.toolbar()}",
            style=_STYLE,
            erase_when_done=True,
        )
        self._session.app.min_redraw_interval = FRAME_SECONDS

    async def run(self) -> None:
        """Until the person leaves."""
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._print_news)
            await self._session.prompt_async()
            tasks.cancel_scope.cancel()

    def tell(self, what: RenderableType) -> None:
        """Print something for good, above the input."""
        self._unprinted.append(what)
        self._news.set()

    def refresh(self) -> None:
        """What the controller shows has changed."""
        self._version += 1
        self._session.app.invalidate()

    async def line(self, prompt: str) -> str | None:
        """Ask for a line; what was being typed comes back afterwards. None for Ctrl-D."""
        buffer = self._session.default_buffer
        answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._question = _Question(prompt, answer, buffer.document)
        buffer.reset()
        self.refresh()
        try:
            return await answer
        finally:
            buffer.reset(self._question.typed)
            self._question = None
            self.refresh()

    def entered(self, text: str) -> None:
        """Enter was pressed: the text answers the question, or is a prompt."""
        buffer = self._session.default_buffer
        if self._question is not None:
            buffer.reset()
            self.tell(Text(f"{self._question.prompt}{text}", style="dim"))
            _settle(self._question.answer, text)
        elif text.strip():
            buffer.append_to_history()
            buffer.reset()
            self._controller.entered(text.strip())

    def interrupted(self) -> None:
        """Ctrl-C was pressed: it stops the turn, else it clears the input, else it helps."""
        buffer = self._session.default_buffer
        if self._controller.stop():
            return
        if buffer.text:
            buffer.reset()
        else:
            self._controller.idle_hint()

    def left(self) -> None:
        """Ctrl-D was pressed with nothing typed: no answer, or the end."""
        if self._question is not None:
            _settle(self._question.answer, None)
        else:
            self.close()

    def close(self) -> None:
        """End the chat."""
        self._session.app.exit()

    async def _print_news(self) -> None:
        while True:
            await self._news.wait()
            self._news = anyio.Event()
            news, self._unprinted = self._unprinted, []
            await run_in_terminal(partial(self._console.print, Group(*news)))

    def _message(self) -> ANSI:
        """The prompt: what is open above, then what stands before the input."""
        size = self._console.size
        state = (self._version, size)
        if self._drawn[0] != state:
            self._drawn = (state, ANSI(self._live(size.height) + self._prompt))
        return self._drawn[1]

    @property
    def _prompt(self) -> str:
        return self._question.prompt if self._question is not None else PROMPT

    def _live(self, rows: int) -> str:
        content = self._controller.live()
        if content is None:
            return ""
        with self._console.capture() as capture:
            self._console.print(Tail(content, max(rows - INPUT_ROWS, 3)))
        return capture.get()


def _settle(answer: asyncio.Future[str | None], text: str | None) -> None:
    if not answer.done():
        answer.set_result(text)
