"""The bare script: an ACP client that does what it must and nothing more."""

import time
from collections import deque
from collections.abc import Callable
from itertools import count
from typing import Any

import msgspec

from benchmarks.peers.pipes import Pipes

Message = dict[str, Any]
_decode = msgspec.json.Decoder(dict[str, Any]).decode


class AcpPeer(Pipes):
    """An agent, started and with a session. What it tells goes to `on_update`."""

    def __init__(self, *args: Any) -> None:
        """See `Pipes`."""
        super().__init__(*args)
        self.on_update: Callable[[Message], None] = lambda _: None
        self._numbers = count(1)
        self._unread = b""
        self._lines: deque[bytes] = deque()
        self._call("initialize", {"protocolVersion": 1, "clientCapabilities": {}})
        self._session = self._call("session/new", {"cwd": "/", "mcpServers": []})["sessionId"]

    def prompt(self, text: str) -> Message:
        """A turn, to its end."""
        return self.answer(self.start(text))

    def start(self, text: str) -> int:
        """A turn; returns the id of the request."""
        content = [{"type": "text", "text": text}]
        return self._send("session/prompt", {"sessionId": self._session, "prompt": content})

    def cancel(self) -> None:
        """Stop the turn."""
        params = {"sessionId": self._session}
        self._post({"jsonrpc": "2.0", "method": "session/cancel", "params": params})

    def answer(self, number: int) -> Message:
        """The result of the request of that id."""
        while True:
            while not self._lines:
                self._split()
            message = _decode(self._lines.popleft())
            if message.get("id") == number:
                result: Message = message["result"]
                return result
            self.on_update(message)

    def pump(self, seconds: float) -> None:
        """Take what comes within that time; no answer may be among it."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self.is_readable(left):
                self._split()
            while self._lines:
                self.on_update(_decode(self._lines.popleft()))

    def _call(self, method: str, params: Message) -> Message:
        return self.answer(self._send(method, params))

    def _send(self, method: str, params: Message) -> int:
        number = next(self._numbers)
        self._post({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        return number

    def _post(self, message: Message) -> None:
        self.write(msgspec.json.encode(message) + b"\n")

    def _split(self) -> None:
        *lines, self._unread = (self._unread + self.read()).split(b"\n")
        self._lines.extend(lines)
