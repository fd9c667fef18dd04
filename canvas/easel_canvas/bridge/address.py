"""How the listener is named for the process that connects to it."""

import asyncio
from typing import Final

from easel_canvas.bridge.wire import MAX_LINE, Lines

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


async def connect(address: str) -> Lines:
    """Connect to a listener.

    Raises:
        BadAddress: the address names none.
        OSError: nobody listens there.
    """
    if address.startswith(_UNIX):
        path = address.removeprefix(_UNIX)
        return Lines(*await asyncio.open_unix_connection(path, limit=MAX_LINE))
    port = address.removeprefix(_TCP)
    if not address.startswith(_TCP) or not port.isdecimal():
        raise BadAddress(f"{address!r} is no address of Easel")
    return Lines(*await asyncio.open_connection("127.0.0.1", int(port), limit=MAX_LINE))
