"""Why an agent could not start, failed a prompt or died, in words that help."""

from collections.abc import Sequence
from typing import Any, Final

from msgspec import to_builtins

from easel_acp.connection.auth_methods import AuthMethod
from easel_acp.connection.errors import (
    AgentConnectionError,
    AgentRequestError,
    AgentTimeout,
    ProtocolVersionMismatch,
)
from easel_acp.connection.lenient import mapping, mappings
from easel_acp.connection.load_errors import AUTH_REQUIRED
from easel_acp.connection.rate_limits import is_rate_limit
from easel_acp.process.exit_status import ExitStatus
from easel_acp.worker.opening import SessionNotRestored
from easel_conversation.values import ErrorInfo, ParkedCause

_STDERR_IN_MESSAGE = 500
_NOTHING_MORE: Final = "Authentication required"
RATE_LIMITED: Final = "rateLimited"
"""The `cause` in the data of an `agentError` that only time will mend."""


def of_set_up(
    failure: AgentConnectionError | SessionNotRestored,
    exit_status: ExitStatus | None,
    auth_methods: Sequence[AuthMethod],
) -> ErrorInfo:
    """Why the agent could not be made ready. `exit_status`: it died meanwhile."""
    match failure:
        case SessionNotRestored(error=error) if error.kind != "authRequired":
            message = f"The agent's session could not be restored: {error.message}"
            data = {"error": to_builtins(error)}
            return ErrorInfo(kind="sessionLoadFailed", message=message, data=data)
        case SessionNotRestored(error=error):
            return _auth_required(auth_methods, error.message)
        case AgentRequestError():
            return of_refusal(failure, auth_methods)
        case AgentTimeout():
            return _unavailable(f"The agent did not answer `{failure.method}` in time.")
        case ProtocolVersionMismatch():
            return _unavailable(f"The agent cannot be used: {failure}.")
        case _ if exit_status is not None:
            return of_exit(exit_status, "ended while it was starting")
        case _:
            return _unavailable(f"The agent cannot be used: {failure}.")


def of_refusal(error: AgentRequestError, auth_methods: Sequence[AuthMethod]) -> ErrorInfo:
    """The agent answered with an error, passed on as it is."""
    data = {"code": error.code, "message": error.message, "data": error.data}
    if is_rate_limit(error.code, error.message, error.data):
        return _rate_limited(error.message, data)
    if error.code == AUTH_REQUIRED:
        return _auth_required(auth_methods, error.message, error.data)
    message = f"The agent answered with an error: {error.message}"
    return ErrorInfo(kind="agentError", message=message, data=data)


def of_exit(status: ExitStatus, what: str = "ended unexpectedly") -> ErrorInfo:
    """The agent's process is gone."""
    last = status.stderr_tail.strip()[-_STDERR_IN_MESSAGE:]
    data = {"exitCode": status.code, "signal": status.signal, "stderrTail": status.stderr_tail}
    if status.code and is_rate_limit(None, last):
        return _rate_limited(last, data)
    said = f" It last said: {last}" if last else ""
    message = f"The agent {what} ({status.reason}).{said}"
    return ErrorInfo(kind="agentCrashed", message=message, data=data)


def of_start(reason: str) -> ErrorInfo:
    """No process could be started."""
    return _unavailable(reason)


def parked_cause(error: ErrorInfo) -> ParkedCause | None:
    """Whether a person must mend something before another start makes sense."""
    match error.kind:
        case "authRequired":
            return "authRequired"
        case "agentUnavailable":
            return "agentUnavailable"
        case "agentError" if mapping(error.data).get("cause") == RATE_LIMITED:
            return "rateLimited"
        case _:
            return None


def _unavailable(message: str) -> ErrorInfo:
    return ErrorInfo(kind="agentUnavailable", message=message)


def _rate_limited(said: str, data: dict[str, Any]) -> ErrorInfo:
    message = f"The agent has reached a rate limit; try again later. It said: {said}"
    return ErrorInfo(kind="agentError", message=message, data={**data, "cause": RATE_LIMITED})


def _auth_required(auth_methods: Sequence[AuthMethod], said: str, data: Any = None) -> ErrorInfo:
    """`data`: of the agent's error, where some agents name the methods instead."""
    raw = [method.raw for method in auth_methods] or mappings(mapping(data).get("authMethods"))
    names = ", ".join(str(method.get("name") or method.get("id")) for method in raw)
    ways = f" It offers: {names}." if names else ""
    why = "" if said == _NOTHING_MORE else f" It said: {said}"
    return ErrorInfo(
        kind="authRequired",
        message=f"The agent wants you to log in first.{why}{ways}",
        data={"authMethods": raw},
    )
