"""Those who wait for something to happen in a conversation."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from easel_conversation.events import Event

EventTest = Callable[[Event], bool]


@dataclass(frozen=True, slots=True)
class _Expectation:
    """Someone waits for an event that passes `test`, of those after `seq`."""

    seq: int
    test: EventTest
    met: asyncio.Future[Event]

    def is_met(self, events: tuple[Event, ...]) -> bool:
        if self.met.done():
            return True
        for event in events:
            if event.seq > self.seq and self.test(event):
                self.met.set_result(event)
                return True
        return False


class Expectations:
    """Belongs to one event loop. Can outlast the conversation in memory that they were put to."""

    def __init__(self) -> None:
        self._waiting: list[_Expectation] = []

    def __bool__(self) -> bool:
        """Whether anybody waits."""
        return any(not expectation.met.done() for expectation in self._waiting)

    def add(self, seq: int, test: EventTest) -> asyncio.Future[Event]:
        """The next event after `seq` that passes `test`."""
        met: asyncio.Future[Event] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Expectation(seq, test, met))
        return met

    def meet(self, events: tuple[Event, ...]) -> None:
        """These events were told."""
        self._waiting = [each for each in self._waiting if not each.is_met(events)]

    def join(self, others: "Expectations") -> None:
        """Wait for what others have waited for until now."""
        self._waiting += others._waiting
        others._waiting = []

    def cancel(self) -> None:
        """Nothing more will be told."""
        for expectation in self._waiting:
            expectation.met.cancel()
        self._waiting.clear()
