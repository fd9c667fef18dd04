"""What a connection to one editor looks like to everything above it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final, Protocol

from easel_server.io.framing import MEBIBYTE, FrameError

Incoming = bytes | FrameError
"""A whole message body, or the news that one was lost."""

READ_BYTES: Final = 256 * 1024
WRITE_BYTES: Final = 256 * 1024
FLUSH_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Watermarks:
    """How much may wait for an editor that does not read, in bytes.

    Above `high` the channel is congested until less than `low` waits. An editor with more than
    `cap` waiting is given up; so at most `cap` and one message are held.
    """

    low: int = MEBIBYTE // 4
    high: int = MEBIBYTE
    cap: int = 64 * MEBIBYTE


DEFAULT_WATERMARKS: Final = Watermarks()


class MessageChannel(Protocol):
    """Whole message bodies from and to one editor, over any transport.

    Iterating yields what the editor sends, until it leaves or the channel is closed. All methods
    belong to the event loop's thread. A sender of traffic that can be merged holds it back while
    the channel is congested:

        while True:
            await channel.drained()
            channel.send(merge_what_has_gathered())
    """

    @property
    def peer(self) -> str:
        """Who is at the other end, for the log: `stdio`, `tcp 127.0.0.1:50412`."""
        ...

    @property
    def backlog(self) -> int:
        """Bytes that were sent here but not yet taken by the transport."""
        ...

    @property
    def congested(self) -> bool:
        """Whether the backlog went over the high-water mark and is not yet below the low one."""
        ...

    @property
    def closed(self) -> bool:
        """Whether nothing more will be delivered in either direction."""
        ...

    def __aiter__(self) -> AsyncIterator[Incoming]: ...

    def send(self, body: bytes) -> None:
        """Queue one message body; returns at once. What is sent to a closed channel is lost."""
        ...

    async def drained(self) -> None:
        """Return as soon as the channel is not congested (at once when it is not, or is closed)."""
        ...

    def limit(self, longest: int) -> None:
        """From now on a message of more than `longest` bytes is skipped, and its loss told."""
        ...

    def abort(self, reason: str) -> None:
        """Give the editor up: drop what waits for it, end the iteration, log the reason."""
        ...

    async def aclose(self, flush_seconds: float = FLUSH_SECONDS) -> None:
        """End the iteration, write out what waits (no longer than that), and close."""
        ...
