"""A lock on a file, shared with every program that locks the same file in the way of its system."""

import os
import sys
import time
from pathlib import Path

FIRST_PAUSE = 0.001
LONGEST_PAUSE = 0.005
"""Seconds between two attempts, at first and later. The lock is held for milliseconds."""

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def _unlock(descriptor: int) -> None:
        # Closing is not enough: a child that was forked meanwhile has the descriptor, too.
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def acquire(path: Path, timeout: float) -> int:
    """Lock the file at `path`, which is made if need be and never removed, for `release`.

    Blocks for up to `timeout` seconds.

    Raises:
        TimeoutError: somebody else has held it all the time.
        OSError: the file cannot be opened for writing.
    """
    deadline = time.monotonic() + timeout
    pause = FIRST_PAUSE
    while (descriptor := _attempt(path)) is None:
        if time.monotonic() >= deadline:
            raise TimeoutError(f"another program has kept it locked for {timeout:g} s")
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
    return descriptor


def release(descriptor: int) -> None:
    """Let go of what `acquire` gave."""
    try:
        _unlock(descriptor)
    finally:
        os.close(descriptor)


def _attempt(path: Path) -> int | None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if _try_lock(descriptor):
            # Some programs remove the file: a lock on what has no name keeps nobody out.
            if os.fstat(descriptor).st_nlink:
                return descriptor
            _unlock(descriptor)
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None
