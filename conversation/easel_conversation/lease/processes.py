"""Which processes live: looked up by number, told apart by birth."""

from typing import Protocol

from easel_conversation.lease.files import Birth

MAX_PID = 2**31 - 1


class Processes(Protocol):
    """The processes of this host, as this process sees them."""

    def find(self, pid: int) -> Birth | None:
        """The living process that has this number; None when there is none, or only a zombie.

        One that may not be looked at lives, with an unknown start.
        """
        ...
