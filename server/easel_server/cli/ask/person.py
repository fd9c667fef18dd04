"""The person in front of `easel ask`."""

import sys
from contextlib import nullcontext

from prompt_toolkit import PromptSession
from prompt_toolkit.output import create_output
from rich.console import Console, RenderableType

from easel_server.cli.errors import Interrupted
from easel_server.cli.turn_view import LiveArea


class AtTerminal:
    """Asks on stderr, so that the answer on stdout stays clean."""

    def __init__(self, console: Console, live: LiveArea | None) -> None:
        self._console = console
        self._live = live
        self._session: PromptSession[str] = PromptSession(
            output=create_output(sys.stderr), interrupt_exception=Interrupted
        )

    async def line(self, prompt: str) -> str | None:
        """What they type; None for Ctrl-D.

        Raises:
            Interrupted: they pressed Ctrl-C.
        """
        with self._live.hidden() if self._live is not None else nullcontext():
            try:
                return await self._session.prompt_async(prompt)
            except EOFError:
                return None

    def tell(self, what: RenderableType) -> None:
        """Show something."""
        self._console.print(what)
