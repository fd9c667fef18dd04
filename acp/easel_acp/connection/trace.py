"""The last messages of a connection, kept for people to look at."""

import time
from collections import deque
from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from easel_acp.connection.json_line import encode_line
from easel_acp.connection.messages import Line, Message, SessionUpdate, Skipped
from easel_acp.redaction import redacted

TraceLevel = Literal["off", "messages", "verbose"]
"""Keep nothing; what kind of message went by; the whole message, secrets masked."""

Direction = Literal["in", "out"]
"""As seen from Easel: `in` came from the agent."""

DEFAULT_MAX_ENTRIES = 2000
DEFAULT_MAX_BYTES = 4 * 1024 * 1024
MAX_ENTRY_BYTES = 64 * 1024
MARKER = "… [cut]"


class TraceEntry(msgspec.Struct, frozen=True):
    """One message: its place in the trace, when (seconds since the epoch), and its JSON text."""

    seq: int
    at: float
    direction: Direction
    text: str


class TraceRing:
    """The newest messages, at most *max_entries* and *max_bytes* of text."""

    def __init__(
        self,
        level: TraceLevel = "off",
        max_entries: int = DEFAULT_MAX_ENTRIES,
        max_bytes: int = DEFAULT_MAX_BYTES,
    ) -> None:
        self.level: TraceLevel = level
        """May be changed at any time; what is there already stays as it was recorded."""
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._entries: deque[TraceEntry] = deque()
        self._size = 0
        self._seq = 0

    def record(self, direction: Direction, message: Message) -> None:
        """Keep *message*, as far as the level asks for it."""
        if self.level == "off":
            return
        shown = redacted(message) if self.level == "verbose" else _summary(message)
        text = _text(shown)
        self._seq += 1
        self._entries.append(TraceEntry(self._seq, time.time(), direction, text))
        self._size += len(text)
        while len(self._entries) > self._max_entries or self._size > self._max_bytes:
            self._size -= len(self._entries.popleft().text)

    def record_lines(self, lines: Iterable[Line]) -> None:
        """Keep what the agent wrote, what was skipped of it included."""
        if self.level == "off":
            return
        for line in lines:
            self.record("in", _as_message(line))

    def entries(self, after: int = 0) -> list[TraceEntry]:
        """Return what is kept, oldest first, from the entry behind number *after* on."""
        return [entry for entry in self._entries if entry.seq > after]


def _as_message(line: Line) -> Message:
    match line:
        case SessionUpdate():
            return {"method": "session/update", "params": msgspec.to_builtins(line)}
        case Skipped():
            return {"skipped": line.reason, "bytes": line.size}
        case _:
            return line


def _text(message: Message) -> str:
    text = encode_line(message).decode().removesuffix("\n")
    return text if len(text) <= MAX_ENTRY_BYTES else text[:MAX_ENTRY_BYTES] + MARKER


def _summary(message: Message) -> Message:
    """Name the message without repeating it: method, id, session, kind of update or of answer."""
    named = ("id", "method", "skipped", "bytes")
    summary: Message = {key: message[key] for key in named if key in message}
    params = message.get("params")
    if isinstance(params, dict):
        summary |= {key: params[key] for key in ("sessionId", "requestId") if key in params}
        update = params.get("update")
        if isinstance(update, dict):
            summary["sessionUpdate"] = update.get("sessionUpdate")
    if "error" in message:
        summary["error"] = _error_code(message["error"])
    return summary


def _error_code(error: Any) -> Any:
    return {"code": error.get("code")} if isinstance(error, dict) else None
