"""`Processes` through psutil, for the systems that have no `/proc`."""

import psutil

from easel_conversation.lease.files import Birth
from easel_conversation.lease.processes import MAX_PID

UNITS_PER_SECOND = 100


class PortableProcesses:
    """A start is counted in hundredths of a second since 1970, so it needs no boot to count from.

    `os.kill(pid, 0)` would not do: on Windows it sends Ctrl-C.
    """

    def find(self, pid: int) -> Birth | None:
        """See `Processes.find`."""
        if not 0 < pid <= MAX_PID:
            return None
        try:
            process = psutil.Process(pid)
            if process.status() == psutil.STATUS_ZOMBIE:
                return None
            return Birth(round(process.create_time() * UNITS_PER_SECOND), None, None)
        except psutil.NoSuchProcess:
            return None
        except psutil.Error:
            return Birth(None, None, None)
