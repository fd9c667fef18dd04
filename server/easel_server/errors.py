"""What a request can fail with, and the one place where failures become response errors.

EaselError              has a `kind` and its code on the wire
├── InvalidParams       the params do not fit; names the field's path
└── AhpError            a canvas failed, in AHP's own codes
"""

from typing import Any

from msgspec import to_builtins

from easel_acp.connection.errors import AgentConnectionError, AgentRequestError
from easel_canvas.errors import CanvasError, InvalidInput
from easel_conversation import errors as conversation_errors
from easel_conversation.lease.errors import LeaseHeld, LeaseLost
from easel_conversation.values import ErrorInfo
from easel_server.protocol.error_codes import CODES, INVALID_PARAMS

_KINDS: dict[type[Exception], str] = {
    LeaseLost: "leaseLost",
    conversation_errors.ConversationNotFound: "conversationNotFound",
    conversation_errors.TurnInProgress: "turnInProgress",
    conversation_errors.AgentParked: "agentCrashed",
    conversation_errors.ConversationError: "invalidState",
}


class EaselError(Exception):
    """A failure that the contract names. `data.kind` is the name, next to `data`."""

    def __init__(self, kind: str, message: str, data: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.data = data or {}

    @property
    def code(self) -> int:
        """The code on the wire."""
        return CODES[self.kind]

    def to_response_error(self) -> dict[str, Any]:
        """`{code, message, data}` of the response."""
        return {
            "code": self.code,
            "message": str(self),
            "data": {**self.data, "kind": self.kind},
        }


class InvalidParams(EaselError):
    """The params of a request do not fit. `path` is the field, such as `$.graceMs`."""

    def __init__(self, message: str, path: str) -> None:
        super().__init__("invalidParams", f"{message} - at `{path}`", {"path": path})

    @property
    def code(self) -> int:
        """JSON-RPC's own."""
        return INVALID_PARAMS


class AhpError(EaselError):
    """A canvas failed in a request of AHP, whose codes depend on the profile."""

    def __init__(self, error: CanvasError, code: int) -> None:
        data = {"code": error.code, "message": error.message}
        super().__init__("canvasProviderError", error.message, data)
        self._ahp_code = code

    @property
    def code(self) -> int:
        """As the profile has it."""
        return self._ahp_code


def from_canvas_error(error: CanvasError) -> EaselError:
    """The failure of a canvas. `data.code` tells what failed."""
    if isinstance(error, InvalidInput):
        path = f"$.input{error.path.removeprefix('$')}"
        return InvalidParams(error.reason, path)
    data = {"code": error.code, "message": error.message}
    return EaselError("canvasProviderError", error.message, data)


def from_error_info(error: ErrorInfo) -> EaselError:
    """The failure that an event tells of."""
    kind = error.kind if error.kind in CODES else "agentError"
    data = error.data if isinstance(error.data, dict) else {"details": error.data}
    return EaselError(kind, error.message, data if error.data is not None else None)


def from_connection_error(error: AgentConnectionError) -> EaselError:
    """The failure of a call that was made to an agent for a request."""
    if isinstance(error, AgentRequestError):
        data = {"code": error.code, "message": error.message, "data": error.data}
        return EaselError("agentError", f"The agent refused: {error.message}", data)
    return EaselError("agentError", f"The agent did not do it: {error}.")


def from_conversation_error(error: conversation_errors.ConversationError) -> EaselError:
    """The failure that a conversation answered a command with."""
    if isinstance(error, LeaseHeld):
        return EaselError("leaseHeld", str(error), to_builtins(error.lease))
    for type_, kind in _KINDS.items():
        if isinstance(error, type_):
            return EaselError(kind, str(error))
    raise AssertionError(error)
