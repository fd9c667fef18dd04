"""A value that arrives once and that any number of tasks may await."""

import asyncio
from collections.abc import Generator
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """Awaiting it gives the value. Unlike a future, cancelling one waiter concerns no other."""

    def __init__(self) -> None:
        self._arrived = asyncio.Event()
        self._values: list[T] = []

    @property
    def is_set(self) -> bool:
        """Whether the value is here."""
        return bool(self._values)

    @property
    def value(self) -> T | None:
        """The value, or None as long as it has not arrived."""
        return self._values[0] if self._values else None

    def set(self, value: T) -> None:
        """Settle it. The first value wins; later ones are ignored."""
        if not self._values:
            self._values.append(value)
            self._arrived.set()

    async def wait(self) -> T:
        """The value, when it has arrived."""
        await self._arrived.wait()
        return self._values[0]

    def __await__(self) -> Generator[object, None, T]:
        return self.wait().__await__()
