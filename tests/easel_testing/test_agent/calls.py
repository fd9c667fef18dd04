"""Requests from the agent to the client."""

import threading
from dataclasses import dataclass
from itertools import count
from typing import Literal, TypeAlias

from easel_testing.test_agent.monitor import Monitor
from easel_testing.test_agent.wire import Json, JsonObject, Wire

IdPolicy = Literal["zero", "string", "clash"]
RequestId: TypeAlias = int | str


@dataclass
class Call:
    """A request under way: `permission ID`, `read PATH`, `elicit`, `terminal/output`, ...

    `deferred` calls are waited for by a later step; `told` is set once the answer was said.
    """

    label: str
    session_id: str
    request_id: RequestId
    deferred: bool
    reply: JsonObject | None = None
    told: bool = False

    def result(self) -> JsonObject:
        """The result, or {} where it is null or no object."""
        result = (self.reply or {}).get("result")
        return result if isinstance(result, dict) else {}

    def error(self) -> str | None:
        """`error CODE MESSAGE`, or None for a result."""
        error = (self.reply or {}).get("error")
        return None if error is None else f"error {error.get('code')} {error.get('message')}"


class Calls:
    """Sends requests and matches the responses."""

    def __init__(self, wire: Wire, monitor: Monitor) -> None:
        self.policy: IdPolicy = "zero"
        self.latest_client_id: Json = 0
        self._wire = wire
        self._monitor = monitor
        self._lock = threading.Lock()
        self._numbers = count()
        self._untold: list[Call] = []

    def send(self, label: str, method: str, params: JsonObject, *, deferred: bool) -> Call:
        with self._lock:
            call = Call(label, str(params.get("sessionId")), self._next_id(), deferred)
            self._untold.append(call)
        self._wire.send(
            {"jsonrpc": "2.0", "id": call.request_id, "method": method, "params": params}
        )
        return call

    def matching(self, session_id: str, name: str) -> list[Call]:
        """The session's calls whose answer has not been said; "" as name matches all."""
        with self._lock:
            return [
                call
                for call in self._untold
                if call.session_id == session_id and name in ("", call.label.partition(" ")[2])
            ]

    def answered(self, response: JsonObject) -> bool:
        """Files a response; False if no request of ours waits for it."""
        with self._lock:
            for call in self._untold:
                if call.request_id == response.get("id") and call.reply is None:
                    call.reply = response
                    break
            else:
                return False
        self._monitor.changed()
        return True

    def was_told(self, call: Call) -> None:
        """Nobody will ask for this answer again."""
        with self._lock:
            call.told = True
            if call in self._untold:
                self._untold.remove(call)
        self._monitor.changed()

    def _next_id(self) -> RequestId:
        number = next(self._numbers)
        match self.policy:
            case "zero":
                return number
            case "string":
                return f"agent-{number}"
            case "clash":
                request_id: RequestId = self.latest_client_id
                return request_id
