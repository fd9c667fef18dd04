"""Splitting an agent's output into messages, whatever else it writes there.

The rule for standard output is one JSON object a line. Agents break it: log lines, progress
bars, empty lines, lines of megabytes. A line that is not a message costs itself and nothing else.
"""

from easel_acp.connection.json_line import decode_line
from easel_acp.connection.messages import Line, Skipped

DEFAULT_MAX_LINE_BYTES = 64 * 1024 * 1024


class LineSplitter:
    """Turns chunks of bytes into lines: the same lines however the bytes are cut into chunks.

    Holds at most *max_line_bytes* of an unfinished line. Never raises on any input.
    """

    def __init__(self, max_line_bytes: int = DEFAULT_MAX_LINE_BYTES) -> None:
        self._max_line_bytes = max_line_bytes
        self._unfinished: list[bytes] = []
        self._unfinished_size = 0

    def feed(self, chunk: bytes) -> list[Line]:
        """Take the next bytes and return the lines that they complete, in order."""
        first, *rest = chunk.split(b"\n")
        if not rest:
            self._keep(first)
            return []
        unfinished = rest.pop()
        lines = [self._complete(first)]
        if len(chunk) <= self._max_line_bytes:
            lines += [decode_line(line) for line in rest]
        else:
            lines += [self._line(line) for line in rest]
        self._keep(unfinished)
        return lines

    def finish(self) -> list[Line]:
        """Take the end of the stream and return the last line, if it lacks only its line end."""
        if not self._unfinished_size:
            return []
        last = self._complete(b"")
        if isinstance(last, Skipped) and last.reason == "notJson":
            return [Skipped("truncated", last.size)]
        return [last]

    def _keep(self, part: bytes) -> None:
        """Remember an unfinished line; of one that is too long only its size."""
        self._unfinished_size += len(part)
        if self._unfinished_size > self._max_line_bytes:
            self._unfinished.clear()
        elif part:
            self._unfinished.append(part)

    def _complete(self, part: bytes) -> Line:
        self._keep(part)
        size = self._unfinished_size
        line = b"".join(self._unfinished)
        self._unfinished.clear()
        self._unfinished_size = 0
        return Skipped("tooLong", size) if size > self._max_line_bytes else decode_line(line)

    def _line(self, line: bytes) -> Line:
        too_long = len(line) > self._max_line_bytes
        return Skipped("tooLong", len(line)) if too_long else decode_line(line)
