"""Shows people what the terminals of an agent print, at a pace that they can read."""

from collections.abc import Callable
from typing import Final

import anyio

from easel_acp.terminals.values import TerminalId, TerminalOutput
from easel_conversation.inputs import TerminalUpdate

FRAME_SECONDS: Final = 0.1
SHOWN_CHARACTERS: Final = 64 * 1024
"""How much of the end of a terminal's output is shown."""


class LiveTerminals:
    """Collects which terminals have news, and tells of them once per frame."""

    def __init__(self, tell: Callable[[tuple[TerminalUpdate, ...]], None]) -> None:
        self._tell = tell
        self._changed: dict[TerminalId, None] = {}
        self._news = anyio.Event()

    def changed(self, terminal_id: TerminalId) -> None:
        """There is output that has not been shown, or the command ended."""
        self._changed[terminal_id] = None
        self._news.set()

    def released(self, terminal_id: TerminalId, last: TerminalOutput) -> None:
        """The terminal is gone; what it showed last stays visible."""
        self._changed.pop(terminal_id, None)
        self._tell((_update(terminal_id, last),))

    async def run(self, output: Callable[[TerminalId], TerminalOutput]) -> None:
        """Until cancelled. `output` reads a terminal that is not released."""
        while True:
            await self._news.wait()
            self._news = anyio.Event()
            changed, self._changed = self._changed, {}
            if changed:
                self._tell(tuple(_update(t, output(t)) for t in changed))
            await anyio.sleep(FRAME_SECONDS)


def _update(terminal_id: TerminalId, output: TerminalOutput) -> TerminalUpdate:
    shown = output.output[-SHOWN_CHARACTERS:]
    status = output.exit_status
    return TerminalUpdate(
        terminal_id=terminal_id,
        output=shown,
        truncated=output.truncated or len(shown) < len(output.output),
        exit_code=None if status is None else status.exit_code,
        signal=None if status is None else status.signal,
    )
