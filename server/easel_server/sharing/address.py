"""Where a server can be asked: `unix:PATH`, or `tcp:PORT:TOKEN` on loopback.

A Unix socket in a folder of the user's own needs no secret. Where there are none (Windows), or its
path is too long for the system, whoever can read the lease can read the token beside the port.
"""

import os
import secrets
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import anyio
from anyio.abc import SocketStream

from easel_conversation.disk.durable import make_private_folder
from easel_conversation.lease.system_processes import system_processes

FOLDER: Final = "run"
BACKLOG: Final = 8
_LONGEST_PATH: Final = 100
"""Systems differ; the shortest limit is 103 bytes."""


@dataclass(frozen=True, slots=True)
class Address:
    """`path`: of a Unix socket; None: `port` on loopback, and `token` must be shown."""

    path: Path | None = None
    port: int = 0
    token: str = ""

    def __str__(self) -> str:
        return f"tcp:{self.port}:{self.token}" if self.path is None else f"unix:{self.path}"


def parse(text: str) -> Address | None:
    """The inverse of `str`; None for anything else."""
    kind, _, rest = text.partition(":")
    if kind == "unix" and rest:
        return Address(path=Path(rest))
    port, _, token = rest.partition(":")
    if kind == "tcp" and port.isdecimal() and 0 < int(port) < 65536:
        return Address(port=int(port), token=token)
    return None


def bind(state_dir: Path) -> tuple[socket.socket, Address]:
    """A socket that listens, and where. Takes well under a millisecond.

    Raises:
        OSError: there can be none.
    """
    path = _new_path(state_dir)
    if path is None:
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.bind(("127.0.0.1", 0))
        address = Address(port=listening.getsockname()[1], token=secrets.token_urlsafe(24))
    else:
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with _reachable(path) as short:
            listening.bind(short)
        path.chmod(0o600)
        address = Address(path=path)
    listening.listen(BACKLOG)
    listening.setblocking(False)
    return listening, address


async def connect(address: Address) -> SocketStream:
    """Be connected.

    Raises:
        OSError: nobody listens there.
    """
    if address.path is None:
        return await anyio.connect_tcp("127.0.0.1", address.port)
    with _reachable(address.path) as short:
        return await anyio.connect_unix(short)


def remove_stale(state_dir: Path) -> None:
    """Remove the sockets of servers on this host that are gone, however they ended."""
    processes = system_processes()
    for path in (state_dir / FOLDER).glob(f"{_host()}-*.sock"):
        _, _, pid = path.stem.rpartition("-")
        if pid.isdecimal() and processes.find(int(pid)) is None:
            with suppress(OSError):
                path.unlink()


def _new_path(state_dir: Path) -> Path | None:
    """Where a Unix socket of this process may be; None if there can be none."""
    folder = state_dir / FOLDER
    path = folder / f"{_host()}-{secrets.token_hex(3)}-{os.getpid()}.sock"
    is_short = len(os.fsencode(path)) <= _LONGEST_PATH
    if not hasattr(socket, "AF_UNIX") or not (is_short or sys.platform == "linux"):
        return None
    make_private_folder(folder)
    folder.chmod(0o700)
    return path


@contextmanager
def _reachable(path: Path) -> Iterator[str]:
    """A name of `path` that is short enough for a socket while the block runs."""
    if len(os.fsencode(path)) <= _LONGEST_PATH:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def _host() -> str:
    """Tells the hosts apart that share the folder, in a few letters."""
    return "".join(filter(str.isalnum, socket.gethostname()))[:16] or "host"
