"""Takes messages off the wire and gives them to whom they concern."""

import json
import threading
from collections.abc import Callable, Mapping

from easel_testing.test_agent import methods
from easel_testing.test_agent.exchange import Exchange
from easel_testing.test_agent.prompts import Prompts
from easel_testing.test_agent.run import Core
from easel_testing.test_agent.wire import Json, JsonObject


class Dispatcher:
    """One thread reads; every request is answered in a thread of its own."""

    def __init__(self, core: Core) -> None:
        self._core = core
        prompts = Prompts(core)
        self._turn_requests: Mapping[str, Callable[[Exchange], None]] = {
            "session/prompt": prompts.begin,
            "_session/steering": prompts.steer,
        }
        self._notifications: Mapping[str, Callable[[JsonObject], None]] = {
            "session/cancel": prompts.cancel_session,
            "$/cancel_request": prompts.cancel_request,
        }

    def run(self) -> None:
        """Returns at the end of the input."""
        for line in self._core.wire.lines():
            self._take(line)
            if self._core.deaf:
                self._core.monitor.wait_for(lambda: False)

    def _take(self, line: bytes) -> None:
        try:
            message = json.loads(line)
        except ValueError:
            message = None
        if not isinstance(message, dict):
            self._core.journal.note("garbage", line=line.decode("utf-8", "replace"))
            return
        self._core.journal.received(message)
        match message:
            case {"method": str(method), "id": request_id}:
                self._request(method, request_id, message.get("params") or {})
            case {"method": str(method)}:
                if handle := self._notifications.get(method):
                    handle(message.get("params") or {})
            case _:
                if not self._core.calls.answered(message):
                    self._core.journal.note("unasked", id=message.get("id"))

    def _request(self, method: str, request_id: Json, params: JsonObject) -> None:
        core = self._core
        core.calls.latest_client_id = request_id
        exchange = Exchange(core.wire, core.monitor, method, request_id, params)
        if begin := self._turn_requests.get(method):
            begin(exchange)
        else:
            threading.Thread(target=methods.answer, args=(core, exchange), daemon=True).start()
