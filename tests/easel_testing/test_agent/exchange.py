"""One request of the client, from its arrival to its answer (or answers)."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from easel_testing.test_agent.monitor import Monitor
from easel_testing.test_agent.script import Step
from easel_testing.test_agent.wire import Json, JsonObject, Wire


class Stopped(Exception):
    """The script is to go no further."""


@dataclass
class Exchange:
    """Answers may be several: the agent exists to break rules. The first settles the exchange.

    `answering` is set before the first answer goes out: from then on the client may have it.
    """

    wire: Wire
    monitor: Monitor
    method: str
    request_id: Json
    params: JsonObject
    cancelled: bool = False
    stopped: bool = False
    answering: bool = False
    settled: bool = False
    on_cancel: list[Step] = field(default_factory=list)
    _when_settled: list[Callable[[], None]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def stop(self) -> None:
        """Ends the script at its next step or in its wait."""
        self.stopped = True
        self.monitor.changed()

    def result(self, result: Json) -> None:
        self._answer({"result": result})

    def fail(self, code: int, message: str, data: Json = None) -> None:
        error = {"code": code, "message": message}
        self.error(error if data is None else error | {"data": data})

    def error(self, error: Json) -> None:
        self._answer({"error": error})

    def when_settled(self, action: Callable[[], None]) -> None:
        """Runs `action` with the first answer; at once if there has been one."""
        with self._lock:
            if not self.settled:
                self._when_settled.append(action)
                return
        action()

    def _answer(self, answer: JsonObject) -> None:
        self.answering = True
        self.wire.send({"jsonrpc": "2.0", "id": self.request_id, **answer})
        with self._lock:
            actions, self._when_settled = self._when_settled, []
            self.settled = True
        for action in actions:
            action()
