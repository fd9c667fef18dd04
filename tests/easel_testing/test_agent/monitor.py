"""Waiting for whatever may change, across threads."""

import threading
from collections.abc import Callable


class Monitor:
    """One condition for the whole agent: a change anywhere lets every waiter look again."""

    def __init__(self) -> None:
        self._condition = threading.Condition()

    def changed(self) -> None:
        with self._condition:
            self._condition.notify_all()

    def wait_for(self, predicate: Callable[[], bool], timeout: float | None = None) -> bool:
        """The predicate's last value; `timeout` is in seconds, None waits for ever."""
        with self._condition:
            return self._condition.wait_for(predicate, timeout)
