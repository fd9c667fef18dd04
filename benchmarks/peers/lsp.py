"""An LSP client that blocks."""

import time
from collections import deque
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

import msgspec

from benchmarks.peers.pipes import Pipes

Message = dict[str, Any]
_decode = msgspec.json.Decoder(dict[str, Any]).decode


class LspPeer(Pipes):
    """Sends requests, and hands notifications to `on_notification` while it waits."""

    def __init__(self, *args: Any) -> None:
        """See `Pipes`."""
        super().__init__(*args)
        self.on_notification: Callable[[Message], None] = lambda _: None
        self._numbers = count(1)
        self._unread = b""
        self._frames: deque[bytes] = deque()

    def initialize(self, options: Message, root_uri: str | None = None) -> Message:
        """Do the handshake."""
        params = {
            "processId": None,
            "rootUri": root_uri,
            "capabilities": {"experimental": {"easel": {"protocolVersion": 1}}},
            "initializationOptions": options,
        }
        result = self.request("initialize", params)
        self.notify("initialized", {})
        return result

    def request(self, method: str, params: Message) -> Message:
        """The result of a request.

        Raises:
            RuntimeError: the server answered with an error.
        """
        return self.answer(self.send(method, params))

    def bare_prompt(self, text: str) -> Message:
        """A turn of the bridge or of the plain way, to its end."""
        content = [{"type": "text", "text": text}]
        return self.request("prompt", {"sessionId": "bench", "prompt": content})

    def send(self, method: str, params: Message) -> int:
        """Send a request; returns its id for `answer`."""
        number = next(self._numbers)
        self._post({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        return number

    def answer(self, number: int) -> Message:
        """The result of the request of that id; answers to others are dropped."""
        return self.answers([number])[number]

    def answers(self, numbers: Iterable[int]) -> dict[int, Message]:
        """The results of these requests, in whatever order they come."""
        left, results = set(numbers), dict[int, Message]()
        while left:
            message = self._next_message()
            if "method" in message:
                self._take(message)
            elif "error" in message:
                raise RuntimeError(message["error"])
            else:
                left.discard(message["id"])
                results[message["id"]] = message["result"]
        return results

    def pump(self, seconds: float) -> None:
        """Take what comes within that time; answers are dropped."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self.is_readable(left):
                self._split(self.read())
            while self._frames:
                self._take(_decode(self._frames.popleft()))

    def notify(self, method: str, params: Message) -> None:
        """Send a notification."""
        self._post({"jsonrpc": "2.0", "method": method, "params": params})

    def leave(self) -> None:
        """Say goodbye."""
        self.request("shutdown", {})
        self.notify("exit", {})

    def _next_message(self) -> Message:
        while not self._frames:
            self._split(self.read())
        return _decode(self._frames.popleft())

    def _take(self, message: Message) -> None:
        if "id" not in message:
            self.on_notification(message)
        elif "method" in message:
            self._post({"jsonrpc": "2.0", "id": message["id"], "result": None})

    def _post(self, message: Message) -> None:
        body = msgspec.json.encode(message)
        self.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    def _split(self, data: bytes) -> None:
        """Cut what has been read into bodies."""
        data = self._unread + data
        at = 0
        while (end := data.find(b"\r\n\r\n", at)) >= 0:
            length = _content_length(data[at:end])
            if len(data) < end + 4 + length:
                break
            self._frames.append(data[end + 4 : end + 4 + length])
            at = end + 4 + length
        self._unread = data[at:]


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError(f"no length in {head!r}")
