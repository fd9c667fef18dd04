"""The base protocol of LSP: `Content-Length` frames, parsed incrementally.

The parser never raises and never gives up. A header that cannot be used costs the message that it
introduces: the parser then looks for the next `Content-Length: <n>` that ends a line. That text
cannot occur inside a JSON body (a string escapes its line ends), so it is safe to go on there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

MEBIBYTE: Final = 1024 * 1024
MAX_BODY_BYTES: Final = 64 * MEBIBYTE
MAX_HEADER_BYTES: Final = 4096
"""A header block longer than this is taken for garbage, except for its end."""

FrameFault = Literal["garbage", "no-length", "bad-length", "too-long", "truncated"]

_BLANK_LINE: Final = re.compile(rb"\r?\n\r?\n")
_LONGEST_BLANK_LINE: Final = 4
_LENGTH: Final = re.compile(rb"(?<![\w-])content-length[ \t]*:[ \t]*([^\r\n]*)", re.IGNORECASE)
_DECIMAL: Final = re.compile(rb"[0-9]{1,18}")
_HEADER_LINE: Final = re.compile(rb"[A-Za-z0-9-]+[ \t]*:[^\r\n]*")


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
        self._max_body = max_body
        self._buffer = bytearray()
        self._body_length: int | None = None
        self._lost = False

    def feed(self, data: bytes) -> list[bytes | FrameError]:
        """Take the next bytes of the stream and return what they complete, in order."""
        self._buffer += data
        return list(self._frames())

    def finish(self) -> FrameError | None:
        """Say what the end of the stream cut off, if anything, and forget it."""
        rest = len(self._buffer)
        complete = self._lost or (self._body_length is None and not self._buffer.strip())
        self._buffer.clear()
        self._body_length = None
        return None if complete else FrameError("truncated", f"after {rest} bytes")

    def _frames(self) -> Iterator[bytes | FrameError]:
        start = 0
        while True:
            if self._body_length is None:
                blank_line = _BLANK_LINE.search(self._buffer, start)
                if blank_line is None:
                    break
                block = bytes(memoryview(self._buffer)[start : blank_line.start()])
                start = blank_line.end()
                yield from self._read_header(block)
            else:
                end = start + self._body_length
                if len(self._buffer) < end:
                    break
                yield bytes(memoryview(self._buffer)[start:end])
                start = end
                self._body_length = None
        del self._buffer[:start]
        if self._body_length is None:
            yield from self._drop_overlong_header()

    def _read_header(self, block: bytes) -> Iterator[FrameError]:
        """Learn the length of the next body; a faulty block leaves the parser searching."""
        window = block[-MAX_HEADER_BYTES:]
        if not block.strip() and len(window) == len(block):
            return
        lengths = list(_LENGTH.finditer(window))
        if len(window) < len(block) or (lengths and _has_garbage(window)):
            yield from self._lose("garbage", "bytes that belong to no message")
        if not lengths:
            yield from self._lose("no-length", "a header without Content-Length")
            return
        value = lengths[-1][1].strip()
        if not _DECIMAL.fullmatch(value):
            yield from self._lose("bad-length", f"Content-Length is {value[:40]!r}")
        elif int(value) > self._max_body:
            detail = f"{int(value)} bytes, at most {self._max_body} are taken"
            yield from self._lose("too-long", detail)
        else:
            self._lost = False
            self._body_length = int(value)

    def _drop_overlong_header(self) -> Iterator[FrameError]:
        if len(self._buffer) <= MAX_HEADER_BYTES + _LONGEST_BLANK_LINE:
            return
        yield from self._lose("garbage", "bytes that belong to no message")
        if len(self._buffer) > 2 * MAX_HEADER_BYTES:
            del self._buffer[: -MAX_HEADER_BYTES - _LONGEST_BLANK_LINE]

    def _lose(self, fault: FrameFault, detail: str) -> Iterator[FrameError]:
        if not self._lost:
            self._lost = True
            yield FrameError(fault, detail)


def _has_garbage(header: bytes) -> bool:
    lines = (line.strip() for line in header.splitlines())
    return any(line and not _HEADER_LINE.fullmatch(line) for line in lines)
