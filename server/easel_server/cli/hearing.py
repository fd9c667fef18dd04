"""Hands events on to those who hear them, out of reach of the connection."""

from collections.abc import Callable

import anyio

from easel_conversation.events import Event

Hearer = Callable[[Event], None]


class Hearing:
    """A listener for `ConversationClient.listen` that never raises.

    The connection must not suffer when a terminal goes away in the middle of a line: what a
    hearer fails with is raised by `run` instead, and nothing is heard any more.
    """

    def __init__(self, *hearers: Hearer) -> None:
        self._hearers = hearers
        self._failed = anyio.Event()
        self._failure: Exception | None = None

    def __call__(self, events: tuple[Event, ...]) -> None:
        if self._failure is not None:
            return
        try:
            for event in events:
                for hear in self._hearers:
                    hear(event)
        except Exception as error:  # noqa: BLE001  (raised again by `run`)
            self._failure = error
            self._failed.set()

    async def run(self) -> None:
        """Wait for a failure and raise it."""
        await self._failed.wait()
        assert self._failure is not None
        raise self._failure
