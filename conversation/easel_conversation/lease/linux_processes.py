"""`Processes` from `/proc`."""

import os
from pathlib import Path

from easel_conversation.lease.files import Birth
from easel_conversation.lease.processes import MAX_PID

PROC = Path("/proc")


class LinuxProcesses:
    """A start is counted in clock ticks after boot."""

    def __init__(self, proc: Path = PROC) -> None:
        self._proc = proc
        self._boot_id = _boot_id(proc)
        self._pid_namespace = _pid_namespace(proc)

    def find(self, pid: int) -> Birth | None:
        """See `Processes.find`."""
        if not 0 < pid <= MAX_PID:
            return None
        try:
            line = (self._proc / str(pid) / "stat").read_bytes()
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


def _boot_id(proc: Path) -> str | None:
    try:
        return (proc / "sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return None


def _pid_namespace(proc: Path) -> str | None:
    try:
        return os.readlink(proc / "self/ns/pid")
    except OSError:
        return None
