"""Where the socket is: in a directory that only this user can enter."""

import os
import secrets
import shutil
import socket
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

MAX_PATH: Final = 100
"""Bytes of the name of a socket; systems allow 104 to 108."""
YOUNG_SECONDS: Final = 60.0


@contextmanager
def socket_path(wanted: Path) -> Iterator[Path]:
    """A free name for a socket, in `wanted` if that is short enough, else in a new directory.

    Raises:
        OSError: there is no directory that is ours alone.
    """
    with _directory(wanted) as directory:
        path = directory / f"{os.getpid()}-{secrets.token_hex(4)}.sock"
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)


@contextmanager
def _directory(wanted: Path) -> Iterator[Path]:
    if len(os.fsencode(wanted)) + len("/1234567-12345678.sock") <= MAX_PATH:
        wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
        _require_private(wanted)
        remove_dead_sockets(wanted)
        yield wanted
        return
    made = Path(tempfile.mkdtemp(prefix="easel-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _require_private(directory: Path) -> None:
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise PermissionError(f"{directory} is not a directory of this user")
    directory.chmod(0o700)


def remove_dead_sockets(directory: Path) -> None:
    """Remove what servers that were killed have left: sockets that nobody listens on.

    One that was made just now may be about to be listened on.
    """
    now = time.time()
    for path in directory.glob("*.sock"):
        if now - path.lstat().st_mtime < YOUNG_SECONDS:
            continue
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(os.fspath(path))
            except ConnectionRefusedError:
                path.unlink(missing_ok=True)
            except OSError:
                continue


def unix_sockets_work() -> bool:
    """Whether this system has them, and Python can listen on them."""
    return hasattr(socket, "AF_UNIX") and os.name == "posix"
