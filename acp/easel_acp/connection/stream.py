"""The bytes below a connection: what an agent process offers, and nothing more."""

from typing import Protocol


class ByteStream(Protocol):
    """Both directions of an agent's standard streams."""

    async def read(self) -> bytes:
        """Return what has arrived, at least one byte; `b""` once and for all at the end.

        A good chunk is up to 256 KiB: everything in one chunk is parsed and delivered together.
        May be cancelled; cancelling loses no bytes. An OSError counts as the end.
        """
        ...

    def write(self, data: bytes, /) -> None:
        """Hand over *data*, to be written in order; returns at once.

        Raises:
            OSError: the agent's input is closed, or so much is waiting that it counts as dead.
        """
        ...
