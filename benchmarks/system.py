"""What the system says about a process (Linux)."""

import time
from pathlib import Path

_PAGE_BYTES = 4096


def cpu_seconds(pid: int) -> float:
    """CPU time of the process so far, all threads, also those that have ended."""
    return time.clock_gettime(~pid << 3 | 2)  # as clock_getcpuclockid(3) makes it


def resident_bytes(pid: int) -> int:
    """Its resident set."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_BYTES


def wake_ups(pid: int) -> dict[int, int]:
    """How often each of its threads has been woken so far."""
    woken = {}
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        woken[int(lines["Pid"])] = int(lines["voluntary_ctxt_switches"])
    return woken


def wait_until_quiet(pid: int, seconds: float) -> None:
    """Return when the process has used next to no CPU for that long."""
    deadline = time.monotonic() + 30
    used = cpu_seconds(pid)
    while time.monotonic() < deadline:
        time.sleep(seconds)
        before, used = used, cpu_seconds(pid)
        if used - before < seconds / 100:
            return
    raise TimeoutError(f"process {pid} is never quiet")
