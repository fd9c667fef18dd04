"""Noticing that another process has ended."""

import os
from typing import Final

import anyio

POLL_SECONDS: Final = 2.0


async def process_end(pid: int) -> None:
    """Return when the process has ended.

    Where the kernel offers a descriptor of a process (Linux 5.3) this costs nothing while it
    lives; elsewhere the process is looked up every two seconds.

    Raises:
        ProcessLookupError: there is no such process to begin with.
    """
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        raise
    except (AttributeError, OSError):
        await poll_process_end(pid)
        return
    try:
        await anyio.wait_readable(descriptor)
    finally:
        os.close(descriptor)


async def poll_process_end(pid: int) -> None:
    """Do as `process_end`, the way that works everywhere."""
    import psutil  # noqa: PLC0415  (20 ms that most never need)

    def lives() -> bool:
        try:
            return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    try:
        process = psutil.Process(pid)
    except psutil.NoSuchProcess:
        raise ProcessLookupError(pid) from None
    while lives():  # noqa: ASYNC110  (nothing here could set an event)
        await anyio.sleep(POLL_SECONDS)
