"""The base protocol of LSP: `Content-Length` frames, parsed incrementally.

The parser never raises and never gives up. A header that cannot be used costs the message that it
introduces: the parser then looks for the next `Content-Length: <n>` that ends a line. That text
cannot occur inside a JSON body (a string escapes its line ends), so it is safe to go on there.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

MEBIBYTE: Final = 1024 * 1024
MAX_BODY_BYTES: Final = 64 * MEBIBYTE
MAX_HEADER_BYTES: Final = 4096
"""A header block longer than this is taken for garbage, except for its end."""

FrameFault = Literal["garbage", "no-length", "bad-length", "too-long", "truncated"]

_BLANK_LINE: Final = re.compile(rb"\r?\n\r?\n")
_LONGEST_BLANK_LINE: Final = 4
_LENGTH: Final = b"content-length"
_USUAL_HEADER: Final = re.compile(rb"Content-Length: ([0-9]{1,18})")
_DECIMAL: Final = re.compile(rb"[0-9]{1,18}")
_HEADER_LINE: Final = re.compile(rb"[A-Za-z0-9-]+[ \t]*:.*")


@dataclass(frozen=True, slots=True)
class FrameError:
    """Bytes that could not be delivered as a message.

    `garbage` stands between messages and costs none; each other fault costs one message:
    `no-length` and `bad-length` name its header, `too-long` a length over the cap (the body is
    skipped, not stored), `truncated` an end of stream in its middle.
    """

    fault: FrameFault
    detail: str

    @property
    def costs_a_message(self) -> bool:
        """Whether the sender may be waiting for an answer to what was lost."""
        return self.fault != "garbage"


def encode_frame(body: bytes) -> bytes:
    """Return `body` with its header, ready to be written."""
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


class FrameParser:
    """Cuts a byte stream into message bodies, however it is chunked.

    Memory is bounded by `max_body` plus one chunk. After a fault nothing more is reported until
    the next message was found.
    """

    def __init__(self, max_body: int = MAX_BODY_BYTES) -> None:
        self.max_body = max_body
        """May be changed at any time; it holds for the next header."""
        self._buffer = bytearray()
        self._body_length: int | None = None
        self._lost = False
        self._searched = 0

    def feed(self, data: bytes) -> list[bytes | FrameError]:
        """Take the next bytes of the stream and return what they complete, in order."""
        self._buffer += data
        items: list[bytes | FrameError] = []
        start = 0
        while (end := self._take_item(start, items)) is not None:
            start = end
        del self._buffer[:start]
        if self._body_length is None:
            self._drop_overlong_header(items)
        self._searched = max(0, len(self._buffer) - _LONGEST_BLANK_LINE)
        return items

    def finish(self) -> FrameError | None:
        """Say what the end of the stream cut off, if anything, and forget it."""
        rest = len(self._buffer)
        complete = self._lost or (self._body_length is None and not self._buffer.strip())
        self._buffer.clear()
        self._body_length = None
        self._searched = 0
        return None if complete else FrameError("truncated", f"after {rest} bytes")

    def _take_item(self, start: int, items: list[bytes | FrameError]) -> int | None:
        """Read the header or body at `start`; return where it ends, None if it is not all here."""
        if self._body_length is None:
            blank_line = _BLANK_LINE.search(self._buffer, max(start, self._searched))
            if blank_line is None:
                return None
            self._read_header(bytes(self._buffer[start : blank_line.start()]), items)
            return blank_line.end()
        end = start + self._body_length
        if len(self._buffer) < end:
            return None
        with memoryview(self._buffer) as view:
            items.append(bytes(view[start:end]))
        self._body_length = None
        self._searched = 0
        return end

    def _read_header(self, block: bytes, items: list[bytes | FrameError]) -> None:
        """Learn the length of the next body; a faulty block leaves the parser searching."""
        usual = _USUAL_HEADER.fullmatch(block)
        if usual is not None:
            self._expect_body(usual[1], items)
            return
        window = block[-MAX_HEADER_BYTES:]
        overlong = len(window) < len(block)
        lines = [line for line in map(bytes.strip, window.splitlines()) if line]
        if not lines and not overlong:
            return
        values = [value for line in lines if (value := _length_in(line)) is not None]
        if overlong or (values and not all(map(_HEADER_LINE.fullmatch, lines))):
            self._lose("garbage", "bytes that belong to no message", items)
        if values:
            self._expect_body(values[-1], items)
        else:
            self._lose("no-length", "a header without Content-Length", items)

    def _expect_body(self, value: bytes, items: list[bytes | FrameError]) -> None:
        if not _DECIMAL.fullmatch(value):
            self._lose("bad-length", f"Content-Length is {value[:40]!r}", items)
        elif (length := int(value)) > self.max_body:
            self._lose("too-long", too_long(length, self.max_body), items)
        else:
            self._lost = False
            self._body_length = length

    def _drop_overlong_header(self, items: list[bytes | FrameError]) -> None:
        if len(self._buffer) <= MAX_HEADER_BYTES + _LONGEST_BLANK_LINE:
            return
        self._lose("garbage", "bytes that belong to no message", items)
        if len(self._buffer) > 2 * MAX_HEADER_BYTES:
            del self._buffer[: -MAX_HEADER_BYTES - _LONGEST_BLANK_LINE]

    def _lose(self, fault: FrameFault, detail: str, items: list[bytes | FrameError]) -> None:
        if not self._lost:
            self._lost = True
            items.append(FrameError(fault, detail))


def too_long(length: int, most: int) -> str:
    """The detail of a `FrameError` of the kind `too-long`. Sizes in bytes."""
    return f"{length} bytes, at most {most} are taken"


def _length_in(line: bytes) -> bytes | None:
    """Return the value of the Content-Length that ends this line, whatever precedes it there."""
    before, name, after = line.lower().rpartition(_LENGTH)
    value = after.strip()
    if not name or before.endswith(b"-") or not value.startswith(b":"):
        return None
    return value[1:].strip()
