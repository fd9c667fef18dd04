"""Consoles: colours on a terminal, plain text of 80 columns anywhere else."""

import errno
import os
import sys
from contextlib import AbstractContextManager, nullcontext
from typing import IO, Final

from rich.console import Console

from easel_server.cli.render.markdown import THEME

PLAIN_WIDTH: Final = 80


class PipeConsole(Console):
    """A console whose reader may leave: that is an error like any other, not a SystemExit."""

    def on_broken_pipe(self) -> None:
        """Print nothing any more, and let the command end.

        Raises:
            BrokenPipeError: always.
        """
        self.quiet = True
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


def console_for(stream: IO[str]) -> Console:
    """A console on that stream. NO_COLOR and TERM=dumb are respected."""
    if not stream.isatty():
        return PipeConsole(file=stream, theme=THEME, width=PLAIN_WIDTH, color_system=None)
    return PipeConsole(file=stream, theme=THEME, highlight=False)


def is_dumb() -> bool:
    """Whether the terminal cannot move its cursor, so that nothing can be drawn twice."""
    return os.environ.get("TERM") in {None, "", "dumb"}


def waiting(console: Console, what: str) -> AbstractContextManager[object]:
    """Say what is waited for while the block runs, where somebody may watch."""
    if not console.is_terminal or is_dumb():
        return nullcontext()
    return console.status(what, spinner_style="dim")


def stdout() -> Console:
    return console_for(sys.stdout)


def stderr() -> Console:
    return console_for(sys.stderr)
