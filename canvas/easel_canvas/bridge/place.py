"""Where the socket is: in a directory that only this user can enter."""

import os
import secrets
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
    """A free name for a socket, in `wanted` or, if that is too long a name, for temporary files.

    Raises:
        OSError: there is no directory that is ours alone.
    """
    directory = wanted if _is_short(wanted) else _temporary()
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    _require_private(directory)
    remove_dead_sockets(directory)
    path = directory / f"{os.getpid()}-{secrets.token_hex(4)}.sock"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _is_short(directory: Path) -> bool:
    return len(os.fsencode(directory)) + len("/1234567-12345678.sock") <= MAX_PATH


def _temporary() -> Path:
    """One directory for all servers of this user, so that each clears up behind those before."""
    name = f"easel-{os.getuid()}"
    usual = Path(tempfile.gettempdir(), name)
    return usual if _is_short(usual) else Path("/tmp", name)  # noqa: S108 - it must be ours alone


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
