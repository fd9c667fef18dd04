"""Waiting for what a person does in a canvas."""

from collections import deque
from typing import Annotated, Final, Generic, TypeVar

import anyio
from msgspec import Meta

from easel_canvas.inputs import Input

MAX_WAIT_SECONDS: Final = 50.0
"""Shorter than the minute after which many agents give a tool up; who waits longer asks again."""

Item = TypeVar("Item")


class Wait(Input, frozen=True, kw_only=True):
    """Wait for a person."""

    timeout_seconds: Annotated[
        float,
        Meta(
            ge=0,
            le=MAX_WAIT_SECONDS,
            description="How long to wait. When nothing came in that time the result says so; "
            "call again to go on waiting.",
        ),
    ] = 25.0


class Waited(Generic[Item]):
    """What came and was not taken yet; of too much the oldest is dropped."""

    def __init__(self, most: int) -> None:
        self._items: deque[Item] = deque(maxlen=most)
        self._changed = anyio.Event()
        self._over = False
        self._waiting = 0

    @property
    def awaited(self) -> bool:
        """Whether somebody waits for the next item right now."""
        return self._waiting > 0

    def put(self, item: Item) -> None:
        """Something came."""
        self._items.append(item)
        self._wake()

    def end(self) -> None:
        """Nothing will come any more."""
        self._over = True
        self._wake()

    async def take(self, seconds: float) -> Item | None:
        """The oldest item, as soon as there is one; None when the time is up or all is over."""
        self._waiting += 1
        try:
            with anyio.move_on_after(seconds):
                while not (self._items or self._over):
                    await self._changed.wait()
        finally:
            self._waiting -= 1
        return self._items.popleft() if self._items else None

    def _wake(self) -> None:
        self._changed.set()
        self._changed = anyio.Event()
