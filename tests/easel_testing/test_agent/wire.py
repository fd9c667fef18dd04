"""Raw JSON lines on file descriptors."""

import json
import os
import threading
from collections.abc import Iterator
from typing import Any, TypeAlias

Json: TypeAlias = Any
JsonObject: TypeAlias = dict[str, Any]


def encode(message: object) -> bytes:
    """One line. NaN and lone surrogates pass: breaking the rules is this agent's purpose."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


class Wire:
    """Reads lines from one descriptor, writes whole lines to another, from any thread."""

    def __init__(self, source: int = 0, sink: int = 1) -> None:
        self._source = source
        self._sink = sink
        self._lock = threading.Lock()
        self._broken = False

    def lines(self) -> Iterator[bytes]:
        """Every non-empty line until end of file, without its newline."""
        buffer = bytearray()
        while chunk := os.read(self._source, 1 << 16):
            buffer += chunk
            if b"\n" not in chunk:
                continue
            *complete, rest = bytes(buffer).split(b"\n")
            buffer = bytearray(rest)
            yield from (line for line in complete if line.strip())

    def send(self, message: object) -> None:
        self.write(encode(message))

    def write(self, data: bytes) -> None:
        """Writes all of it, or nothing once the client has closed its end."""
        with self._lock:
            view = memoryview(data)
            while view and not self._broken:
                try:
                    view = view[os.write(self._sink, view) :]
                except OSError:
                    self._broken = True

    def close(self) -> None:
        """End of file for the client; what is sent later goes nowhere."""
        with self._lock:
            self._broken = True
            os.close(self._sink)
