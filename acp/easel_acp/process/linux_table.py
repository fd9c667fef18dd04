"""`ProcessTable` from ``/proc``."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

from easel_acp.process.keeper import Stat, descendants, every_process, read_stat, send_signal
from easel_acp.process.launch import TREE_ID
from easel_acp.process.process_table import ProcessId

PROC = Path("/proc")


class LinuxTable:
    """A birth is counted in clock ticks after boot, as in ``/proc/PID/stat``."""

    def boot_id(self) -> str:
        """The kernel's own."""
        return (PROC / "sys/kernel/random/boot_id").read_text().strip()

    def find(self, pid: int) -> ProcessId | None:
        """The process that has this number now."""
        stat = read_stat(pid)
        return _identity(stat) if stat and _is_alive(stat) else None

    def below(self, pid: int) -> list[ProcessId]:
        """All its descendants, parents before children."""
        return [_identity(stat) for stat in descendants(pid) if _is_alive(stat)]

    def marked(self, tree_id: str) -> list[ProcessId]:
        """All whose environment had the mark when they were started."""
        mark = f"{TREE_ID}={tree_id}".encode()
        return [_identity(stat) for stat in _alive() if mark in _environment(stat.pid)]

    def terminate(self, process: ProcessId) -> None:
        """SIGTERM through a pidfd, checked after it was opened."""
        _send(process, signal.SIGTERM)

    def kill(self, process: ProcessId) -> None:
        """SIGKILL, in the same way."""
        _send(process, signal.SIGKILL)

    def resident_bytes(self, processes: list[ProcessId]) -> int:
        """Their resident sets."""
        stats = (read_stat(process.pid) for process in processes)
        return sum(stat.resident_pages for stat in stats if stat) * os.sysconf("SC_PAGE_SIZE")


def _identity(stat: Stat) -> ProcessId:
    return ProcessId(stat.pid, stat.started)


def _send(process: ProcessId, number: int) -> None:
    stat = read_stat(process.pid)
    if stat and stat.started == process.started:
        send_signal(stat, number)


def _is_alive(stat: Stat) -> bool:
    return stat.state not in "ZX"


def _alive() -> Iterator[Stat]:
    return filter(_is_alive, every_process())


def _environment(pid: int) -> list[bytes]:
    try:
        return (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return []
