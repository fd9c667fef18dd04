"""`ProcessTable` through psutil, for the systems that have no ``/proc``."""

import contextlib
from collections.abc import Iterable, Iterator

import psutil

from easel_acp.process.launch import TREE_ID
from easel_acp.process.process_table import ProcessId

UNITS_PER_SECOND = 100


class PortableTable:
    """A birth is counted in hundredths of a second since 1970."""

    def boot_id(self) -> str:
        """Not needed: a birth that is counted from 1970 comes once."""
        return ""

    def find(self, pid: int) -> ProcessId | None:
        """The process that has this number now."""
        found = _process(pid)
        return _identity(found) if found else None

    def below(self, pid: int) -> list[ProcessId]:
        """All its descendants, parents before children."""
        root = _process(pid)
        if root is None:
            return []
        with contextlib.suppress(psutil.Error):
            return list(_identities(root.children(recursive=True)))
        return []

    def marked(self, tree_id: str) -> list[ProcessId]:
        """All whose environment had the mark when they were started."""
        return list(_identities(p for p in psutil.process_iter() if _mark(p) == tree_id))

    def terminate(self, process: ProcessId) -> None:
        """SIGTERM; on Windows there is only one way to end a process, and it is not gentle."""
        with contextlib.suppress(psutil.Error):
            if found := _same(process):
                found.terminate()

    def kill(self, process: ProcessId) -> None:
        """SIGKILL. psutil compares the birth once more before it acts."""
        with contextlib.suppress(psutil.Error):
            if found := _same(process):
                found.kill()

    def resident_bytes(self, processes: list[ProcessId]) -> int:
        """Their resident sets."""
        return sum(_resident_bytes(process.pid) for process in processes)


def _process(pid: int) -> psutil.Process | None:
    try:
        found = psutil.Process(pid)
        return None if found.status() == psutil.STATUS_ZOMBIE else found
    except psutil.Error:
        return None


def _identity(process: psutil.Process) -> ProcessId:
    return ProcessId(process.pid, round(process.create_time() * UNITS_PER_SECOND))


def _same(process: ProcessId) -> psutil.Process | None:
    found = _process(process.pid)
    return found if found and _identity(found) == process else None


def _identities(processes: Iterable[psutil.Process]) -> Iterator[ProcessId]:
    """Of those that are still there and alive."""
    for process in processes:
        with contextlib.suppress(psutil.Error):
            if process.status() != psutil.STATUS_ZOMBIE:
                yield _identity(process)


def _mark(process: psutil.Process) -> str | None:
    try:
        return process.environ().get(TREE_ID)
    except psutil.Error:
        return None


def _resident_bytes(pid: int) -> int:
    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return 0
