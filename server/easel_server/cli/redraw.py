"""Draws what changes, not more often than a person can see."""

from collections.abc import Callable
from typing import Final

import anyio

FRAME_SECONDS: Final = 0.05


class Redraw:
    """Calls `draw` soon after `request`, and then at most once per frame."""

    def __init__(self, draw: Callable[[], None]) -> None:
        self._draw = draw
        self._wanted = anyio.Event()

    def request(self) -> None:
        """There is something new."""
        self._wanted.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._wanted.wait()
            self._wanted = anyio.Event()
            self._draw()
            await anyio.sleep(FRAME_SECONDS)
