"""Cuts a byte stream into lines and checks that a line is a JSON-RPC message (pure)."""

from typing import Any

import msgspec

JsonObject = dict[str, Any]

MAX_LINE_BYTES = 64 * 1024 * 1024
PARSE_ERROR = -32700
INVALID_REQUEST = -32600


class BadLineError(Exception):
    """A line that is no JSON-RPC message; `code` is the JSON-RPC error to answer with."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class LineSplitter:
    """Collects chunks and hands out whole lines without their newline.

    A line longer than `limit` bytes is dropped while it arrives and comes out as None, so that
    memory stays bounded.
    """

    def __init__(self, limit: int = MAX_LINE_BYTES) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, data: bytes) -> list[bytes | None]:
        """Return the lines that `data` completes."""
        *complete, rest = data.split(b"\n")
        lines: list[bytes | None] = []
        for part in complete:
            self._keep(part)
            lines.append(self._take())
        self._keep(rest)
        return lines

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size <= self._limit:
            self._parts.append(part)
        else:
            self._parts.clear()

    def _take(self) -> bytes | None:
        line = b"".join(self._parts) if self._size <= self._limit else None
        self._parts.clear()
        self._size = 0
        return line


def parse_message(line: bytes) -> JsonObject:
    """Return the request, notification or response that `line` holds.

    Raises:
        BadLineError: it is not JSON, or not one JSON-RPC message (batches are not part of ACP).
    """
    try:
        message = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadLineError(PARSE_ERROR, "Parse error") from error
    if not isinstance(message, dict) or not _is_message(message):
        raise BadLineError(INVALID_REQUEST, "Invalid request")
    return message


def _is_message(message: JsonObject) -> bool:
    if not isinstance(message.get("id"), str | int | None):
        return False
    if "method" in message:
        return isinstance(message["method"], str)
    if "error" in message:
        return isinstance(message["error"], dict) and "id" in message
    return "result" in message and "id" in message
