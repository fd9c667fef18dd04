"""Why an agent could not start, failed a prompt or died, in words that help."""

from collections.abc import Sequence

from msgspec import to_builtins

from easel_acp.connection.errors import (
    AgentConnectionError,
    AgentRequestError,
    AgentTimeout,
    ProtocolVersionMismatch,
)
from easel_acp.connection.initialize_result import AuthMethod
from easel_acp.connection.load_errors import AUTH_REQUIRED
from easel_acp.process.exit_status import ExitStatus
from easel_acp.worker.opening import SessionNotRestored
from easel_conversation.values import ErrorInfo, ParkedCause

_STDERR_IN_MESSAGE = 500


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
        case SessionNotRestored():
            return _auth_required(auth_methods)
        case AgentRequestError(code=code) if code == AUTH_REQUIRED:
            return _auth_required(auth_methods)
        case AgentRequestError():
            return of_refusal(failure)
        case AgentTimeout():
            return _unavailable(f"The agent did not answer `{failure.method}` in time.")
        case ProtocolVersionMismatch():
            return _unavailable(f"The agent cannot be used: {failure}.")
        case _ if exit_status is not None:
            return of_exit(exit_status, "ended while it was starting")
        case _:
            return _unavailable(f"The agent cannot be used: {failure}.")


def of_refusal(error: AgentRequestError) -> ErrorInfo:
    """The agent answered with an error, passed on as it is."""
    if error.code == AUTH_REQUIRED:
        return _auth_required(())
    return ErrorInfo(
        kind="agentError",
        message=f"The agent answered with an error: {error.message}",
        data={"code": error.code, "message": error.message, "data": error.data},
    )


def of_exit(status: ExitStatus, what: str = "ended unexpectedly") -> ErrorInfo:
    """The agent's process is gone."""
    last = status.stderr_tail.strip()[-_STDERR_IN_MESSAGE:]
    said = f" It last said: {last}" if last else ""
    return ErrorInfo(
        kind="agentCrashed",
        message=f"The agent {what} ({status.reason}).{said}",
        data={
            "exitCode": status.code,
            "signal": status.signal,
            "stderrTail": status.stderr_tail,
        },
    )


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
        case _:
            return None


def _unavailable(message: str) -> ErrorInfo:
    return ErrorInfo(kind="agentUnavailable", message=message)


def _auth_required(auth_methods: Sequence[AuthMethod]) -> ErrorInfo:
    names = ", ".join(method.name for method in auth_methods)
    ways = f" It offers: {names}." if names else ""
    return ErrorInfo(
        kind="authRequired",
        message=f"The agent wants you to log in first.{ways}",
        data={"authMethods": [method.raw for method in auth_methods]},
    )
