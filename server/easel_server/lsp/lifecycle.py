"""Where a session stands between connecting and leaving, and what it may be asked then."""

from enum import Enum, auto

from easel_server.io import jsonrpc
from easel_server.io.jsonrpc import ResponseError


class Phase(Enum):
    """LSP's lifecycle of a server, seen by one editor."""

    CONNECTED = auto()
    INITIALIZING = auto()
    OPEN = auto()
    SHUT_DOWN = auto()


def refusal(phase: Phase, method: str) -> ResponseError | None:
    """Return why a request may not be made in this phase, or None if it may."""
    if phase is Phase.SHUT_DOWN:
        return ResponseError(jsonrpc.INVALID_REQUEST, "The server was asked to shut down")
    if method == "initialize":
        if phase is Phase.CONNECTED:
            return None
        return ResponseError(jsonrpc.INVALID_REQUEST, "The server is initialized already")
    if phase is Phase.OPEN:
        return None
    return ResponseError(jsonrpc.SERVER_NOT_INITIALIZED, "The server is not initialized yet")


def admits_notifications(phase: Phase) -> bool:
    """Whether notifications other than `exit` are taken in this phase."""
    return phase is Phase.OPEN
