"""How the listener is named for the process that connects to it."""

from typing import Final

import anyio
from anyio.abc import SocketStream

_UNIX: Final = "unix:"
_TCP: Final = "tcp:127.0.0.1:"


class BadAddress(ValueError):
    """A text that names no listener of ours."""


def unix_address(path: str) -> str:
    """The name of a listener on a Unix socket."""
    return f"{_UNIX}{path}"


def tcp_address(port: int) -> str:
    """The name of a listener on loopback, where there are no Unix sockets."""
    return f"{_TCP}{port}"


async def connect(address: str) -> SocketStream:
    """Connect to a listener.

    Raises:
        BadAddress: the address names none.
        OSError: nobody listens there.
    """
    if address.startswith(_UNIX):
        return await anyio.connect_unix(address.removeprefix(_UNIX))
    port = address.removeprefix(_TCP)
    if not address.startswith(_TCP) or not port.isdecimal():
        raise BadAddress(f"{address!r} is no address of Easel")
    return await anyio.connect_tcp("127.0.0.1", int(port))
