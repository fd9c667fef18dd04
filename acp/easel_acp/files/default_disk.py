"""Which disk this platform has."""

import os

from easel_acp.files.disk import Disk


def default_disk() -> Disk:
    """The safest implementation that this platform offers."""
    if {os.open, os.stat, os.mkdir, os.rename, os.unlink} <= os.supports_dir_fd:
        from easel_acp.files.disk_posix import PosixDisk  # noqa: PLC0415 - not importable elsewhere

        return PosixDisk()
    from easel_acp.files.disk_portable import PortableDisk  # noqa: PLC0415 - not needed elsewhere

    return PortableDisk()
