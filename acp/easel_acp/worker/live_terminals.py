"""Shows people what the terminals of an agent print, at a pace that they can read.

What is shown lies in the log. So a terminal that goes on printing is shown ever more rarely, and
less of it: however long it prints, what it leaves in the log grows with the logarithm of the time.
Its end is shown at once and in full.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import anyio

from easel_acp.terminals.values import TerminalId, TerminalOutput
from easel_conversation.inputs import AgentUpdate, TerminalUpdate, ToolCallUpdate

FRAME_SECONDS: Final = 0.1
SHOWN_CHARACTERS: Final = 64 * 1024
"""How much of the end of a terminal's output is shown."""
STEP_CHARACTERS: Final = 1024 * 1024
"""Whenever so much more was shown of a terminal, the pauses between its frames double."""
SLOW_SECONDS: Final = 1.0
SHOWN_SLOWLY: Final = 4 * 1024
"""How much is shown of a terminal whose frames lie further apart than that."""


def pause_after(told: int) -> float:
    """Seconds until the next frame of a terminal of which so many characters were shown."""
    return FRAME_SECONDS * math.exp2(told // STEP_CHARACTERS)


def frame_characters(told: int) -> int:
    """How many characters the next frame of a terminal shows that goes on printing."""
    return SHOWN_CHARACTERS if pause_after(told) <= SLOW_SECONDS else SHOWN_SLOWLY


@dataclass(slots=True)
class _Shown:
    """What was shown of a terminal, in characters, and from when on (seconds) more may be."""

    told: int = 0
    next_at: float = 0.0


class LiveTerminals:
    """Collects which terminals have news, and tells of them frame by frame."""

    def __init__(
        self,
        tell: Callable[[tuple[TerminalUpdate, ...]], None],
        now: Callable[[], float] = anyio.current_time,
    ) -> None:
        self._tell = tell
        self._now = now
        self._changed: dict[TerminalId, None] = {}
        self._shown: dict[TerminalId, _Shown] = {}
        self._news = anyio.Event()

    def changed(self, terminal_id: TerminalId) -> None:
        """There is output that has not been shown, or the command ended."""
        self._changed[terminal_id] = None
        self._news.set()

    def embedded(self, updates: Iterable[AgentUpdate]) -> None:
        """The agent named terminals in tool calls: what they showed before that is shown there."""
        for update in updates:
            if isinstance(update, ToolCallUpdate):
                named = [item.get("terminalId") for item in update.content or ()]
                for terminal_id in filter(named.__contains__, self._shown):
                    self.changed(terminal_id)

    def released(self, terminal_id: TerminalId, last: TerminalOutput) -> None:
        """The terminal is gone; what it showed last stays visible."""
        self._changed.pop(terminal_id, None)
        self._shown.pop(terminal_id, None)
        self._tell((_update(terminal_id, last, SHOWN_CHARACTERS),))

    async def run(self, output: Callable[[TerminalId], TerminalOutput]) -> None:
        """Until cancelled. `output` reads a terminal that is not released."""
        while True:
            with anyio.move_on_after(self._seconds_to_next_frame()):
                await self._news.wait()
            self._news = anyio.Event()
            if updates := self.due(output):
                self._tell(updates)
            await anyio.sleep(FRAME_SECONDS)

    def due(self, output: Callable[[TerminalId], TerminalOutput]) -> tuple[TerminalUpdate, ...]:
        """What is to be shown now; what is not has to wait."""
        frames = ((t, self._frame(t, output(t))) for t in tuple(self._changed))
        updates = {t: frame for t, frame in frames if frame is not None}
        for terminal_id in updates:
            del self._changed[terminal_id]
        return tuple(updates.values())

    def _frame(self, terminal_id: TerminalId, output: TerminalOutput) -> TerminalUpdate | None:
        shown, now = self._shown.setdefault(terminal_id, _Shown()), self._now()
        if output.exit_status is not None:
            return _update(terminal_id, output, SHOWN_CHARACTERS)
        if now < shown.next_at:
            return None
        update = _update(terminal_id, output, frame_characters(shown.told))
        shown.told += len(update.output)
        shown.next_at = now + pause_after(shown.told)
        return update

    def _seconds_to_next_frame(self) -> float:
        waiting = (self._shown[t].next_at for t in self._changed if t in self._shown)
        return max(min(waiting, default=math.inf) - self._now(), 0.0)


def _update(terminal_id: TerminalId, output: TerminalOutput, most: int) -> TerminalUpdate:
    shown = output.output[-most:]
    status = output.exit_status
    return TerminalUpdate(
        terminal_id=terminal_id,
        output=shown,
        truncated=output.truncated or len(shown) < len(output.output),
        exit_code=None if status is None else status.exit_code,
        signal=None if status is None else status.signal,
    )
