"""Looking at a lease, without a part in it. Blocks."""

import time
from pathlib import Path

from easel_conversation.lease.directory import LeaseDirectory
from easel_conversation.lease.holder import Holder, holder_state
from easel_conversation.lease.info import LeaseInfo
from easel_conversation.lease.processes import Processes


def look_at_lease(directory: Path, me: Holder, processes: Processes) -> LeaseInfo | None:
    """Whose the conversation in this directory is now; None: nobody's. Takes no lock.

    Raises:
        LeaseUnavailable: that cannot be read.
    """
    files = LeaseDirectory(directory, 0).read()
    if files.lease is None:
        return None
    return holder_state(files.lease, files.side, me, time.time(), processes)


def owner_address(directory: Path) -> str | None:
    """Where the holder can be asked for the conversation; None: nowhere. Takes no lock.

    Raises:
        LeaseUnavailable: that cannot be read.
    """
    claim = LeaseDirectory(directory, 0).read().claim
    return None if claim is None else claim.owner_address
