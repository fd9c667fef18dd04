"""Which processes live: looked up by number, told apart by birth."""

import os
from pathlib import Path
from typing import Protocol

from easel_conversation.lease.files import Birth

MAX_PID = 2**31 - 1
PROC = Path("/proc")


class Processes(Protocol):
    """The processes of this host, as this process sees them."""

    def find(self, pid: int) -> Birth | None:
        """The living process that has this number; None when there is none, or only a zombie.

        One that may not be looked at lives, with an unknown start.
        """
        ...


def system_processes() -> Processes:
    """The processes of this platform."""
    if (PROC / "self/stat").exists():
        return LinuxProcesses()
    from easel_conversation.lease.portable_processes import (  # noqa: PLC0415 - brings psutil
        PortableProcesses,
    )

    return PortableProcesses()


class LinuxProcesses:
    """From `/proc`. A start is counted in clock ticks after boot."""

    def __init__(self) -> None:
        self._boot_id = _boot_id()
        self._pid_namespace = _pid_namespace()

    def find(self, pid: int) -> Birth | None:
        """See `Processes.find`."""
        if not 0 < pid <= MAX_PID:
            return None
        try:
            line = (PROC / str(pid) / "stat").read_bytes()
        except OSError:
            # `/proc` may be mounted so that it hides what belongs to others (`hidepid`).
            return self._birth(None) if _has_number(pid) else None
        # The name in parentheses may itself hold blanks and parentheses.
        fields = line[line.rindex(b")") + 2 :].split()
        is_dead = fields[0] in {b"Z", b"X"}
        return None if is_dead else self._birth(int(fields[19]))

    def _birth(self, started: int | None) -> Birth:
        return Birth(started, self._boot_id, self._pid_namespace)


def _has_number(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _boot_id() -> str | None:
    try:
        return (PROC / "sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return None


def _pid_namespace() -> str | None:
    try:
        return os.readlink(PROC / "self/ns/pid")
    except OSError:
        return None
