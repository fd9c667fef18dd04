"""Whose process is at the other end of a socket."""

import os
import socket
import struct
from typing import Final

_LOCAL_PEERCRED: Final = 1
"""macOS: `struct xucred`, which begins with its version and the user's id."""


def is_own_user(peer: socket.socket) -> bool:
    """Whether the other end is a process of this user. True where the system does not tell.

    The token is asked for in any case; this keeps out a process of another user that got hold of
    it, and root.
    """
    uid = _peer_uid(peer)
    return uid is None or uid == os.getuid()


def _peer_uid(peer: socket.socket) -> int | None:
    if peer.family != getattr(socket, "AF_UNIX", None):
        return None
    linux = getattr(socket, "SO_PEERCRED", None)
    if linux is not None:
        credentials = peer.getsockopt(socket.SOL_SOCKET, linux, struct.calcsize("3i"))
        _, uid, _ = struct.unpack("3i", credentials)
    else:
        credentials = peer.getsockopt(0, _LOCAL_PEERCRED, 256)
        _, uid = struct.unpack_from("II", credentials)
    return int(uid)
