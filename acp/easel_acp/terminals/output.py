"""What a terminal keeps of its output."""

from codecs import getincrementaldecoder

_CONTINUATION = range(0x80, 0xC0)
"""The bytes that are not the first of a character, in UTF-8."""


class OutputBuffer:
    """The last *limit* bytes of an output, as UTF-8 text.

    What is beyond the limit is dropped from the beginning, at a character boundary, so that
    slightly less may remain (ACP, `outputByteLimit`). Bytes that are not UTF-8 become U+FFFD. The
    limit counts the bytes of the text that is handed out.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept = bytearray()
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._truncated = False

    @property
    def truncated(self) -> bool:
        """Whether something was dropped."""
        return self._truncated

    def feed(self, data: bytes) -> None:
        """Take the next bytes, wherever they were cut."""
        self._keep(self._decoder.decode(data))

    def finish(self) -> None:
        """Take the end of the output: a character that was not completed becomes U+FFFD."""
        self._keep(self._decoder.decode(b"", final=True))

    def text(self) -> str:
        """What is kept."""
        return self._kept.decode()

    def _keep(self, text: str) -> None:
        self._kept += text.encode()
        excess = len(self._kept) - self._limit
        if excess <= 0:
            return
        self._truncated = True
        while excess < len(self._kept) and self._kept[excess] in _CONTINUATION:
            excess += 1
        del self._kept[:excess]
