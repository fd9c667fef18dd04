"""Servers are for this machine only."""

import ipaddress


class NotLoopbackError(ValueError):
    """A server was to listen on an address that other machines can reach."""


def require_loopback(host: str) -> str:
    """Return `host` if it is `localhost` or a loopback address.

    Raises:
        NotLoopbackError: it is anything else, also a name that happens to point here.
    """
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise NotLoopbackError(f"{host!r} is not a loopback address; use 127.0.0.1 or ::1")
    return host
