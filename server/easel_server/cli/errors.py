"""What a command fails with: one sentence for the person, and an exit code.

Interrupted          Ctrl-C at a question; nothing needs to be said
ReaderLeft           nobody reads stdout any more; the same
CliError             anything that the person can do something about
├── AgentProblem     the agent cannot start, or wants a login
├── RequestRefused   the server refused a request
├── ServerFailed     the server met a fault of its own
└── ServerLost       the server is not there (any more)
"""

from collections.abc import Mapping
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

from easel_server.io.jsonrpc import ResponseError


class ExitCode(IntEnum):
    """The exit codes of `easel`, the same for every command."""

    OK = 0
    ERROR = 1
    TRUNCATED = 2
    REFUSED = 3
    STOPPED = 4
    FAILED = 5
    NO_AGENT = 6
    USAGE = 64
    INTERNAL = 70
    INTERRUPTED = 130
    BROKEN_PIPE = 141


class Interrupted(Exception):
    """The person pressed Ctrl-C at a question."""


class ReaderLeft(Exception):
    """Nobody reads what is written any more, as behind `| head`; nothing needs to be said."""


class CliError(Exception):
    """Base: the text is a whole sentence that says what to do about it, if it can."""

    exit_code: ExitCode = ExitCode.ERROR


AGENT_EXIT_CODES: Final[Mapping[str, ExitCode]] = {
    "agentUnavailable": ExitCode.NO_AGENT,
    "authRequired": ExitCode.NO_AGENT,
    "agentCrashed": ExitCode.FAILED,
    "agentError": ExitCode.FAILED,
    "sessionLoadFailed": ExitCode.FAILED,
    "cancelTimeout": ExitCode.FAILED,
}
"""The kinds of errors that are the agent's; of the others the exit code is 1."""


class RequestRefused(CliError):
    """The server answered a request with an error. `kind` is `data.kind`, `""` if none."""

    def __init__(self, error: ResponseError) -> None:
        super().__init__(error.message)
        self.data: dict[str, Any] = error.data if isinstance(error.data, dict) else {}
        self.kind = str(self.data.get("kind", ""))
        self.exit_code = AGENT_EXIT_CODES.get(self.kind, ExitCode.ERROR)


class AgentProblem(RequestRefused):
    """The agent cannot be used as things are."""


class ServerFailed(CliError):
    """The server could not do what it was asked, through a fault of its own."""

    def __init__(self, message: str, log: Path) -> None:
        super().__init__(f"{message}: {log}")


class ServerLost(CliError):
    """The server ended, or does not answer."""

    def __init__(self, what: str, log: Path) -> None:
        super().__init__(f"{what} Its log may say why: {log}")


def refusal(error: ResponseError) -> RequestRefused:
    """The error of a response as one of ours."""
    refused = RequestRefused(error)
    return AgentProblem(error) if refused.kind in {"agentUnavailable", "authRequired"} else refused
