"""Which processes this platform can tell of."""

from pathlib import Path

from easel_conversation.lease.linux_processes import PROC, LinuxProcesses
from easel_conversation.lease.processes import Processes


def system_processes(proc: Path = PROC) -> Processes:
    """The processes of this platform."""
    if (proc / "self/stat").exists():
        return LinuxProcesses(proc)
    from easel_conversation.lease.portable_processes import (  # noqa: PLC0415 - brings psutil
        PortableProcesses,
    )

    return PortableProcesses()
