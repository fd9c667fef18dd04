"""Which process table this platform has."""

import os

from easel_acp.process.process_table import ProcessTable


def process_table() -> ProcessTable:
    """The table of this platform."""
    if os.path.exists("/proc/self/stat"):
        from easel_acp.process.linux_table import LinuxTable  # noqa: PLC0415 - one platform's own

        return LinuxTable()
    from easel_acp.process.portable_table import PortableTable  # noqa: PLC0415 - the same

    return PortableTable()
