"""The last an agent said on its stderr. Always drained, so that an agent can never stall on it."""

import asyncio
from collections.abc import Iterable

from easel_acp.process.once import Once
from easel_acp.redaction import redact

TAIL_BYTES = 32 * 1024
LONGEST_WORD = 4 * 1024
"""No secret is longer; so much of a text without blanks is dropped where it was cut."""


class StderrTail(asyncio.Protocol):
    """Reads a pipe to its end and keeps the last 32 KiB of it. `secrets` never appear in `text`."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = tuple(secrets)
        self._kept = bytearray()
        self._is_cut = False
        self.ended = Once[None]()

    def data_received(self, data: bytes) -> None:
        """Keep the end of `data`."""
        self._kept += data
        surplus = len(self._kept) - TAIL_BYTES
        if surplus > 0:
            del self._kept[:surplus]
            self._is_cut = True

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody can write to it any more."""
        self.ended.set(None)

    @property
    def text(self) -> str:
        """The tail as text, redacted; “…” stands where its beginning was dropped."""
        kept = bytes(self._kept)
        if not self._is_cut:
            return redact(kept.decode(errors="replace"), self._secrets)
        # The cut may have gone through a secret, which would then be known by no pattern.
        first_blank = kept.find(b"\n" if b"\n" in kept else b" ")
        whole = kept[LONGEST_WORD if first_blank < 0 else first_blank + 1 :]
        return f"…\n{redact(whole.decode(errors='replace'), self._secrets)}"
