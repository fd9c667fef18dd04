"""Why a terminal could not be had.

    TerminalError
    ├── UnknownTerminalError      no terminal has that id, or it was released
    ├── TooManyTerminalsError     the conversation has as many as it may have
    ├── TerminalsClosedError      all terminals were released meanwhile
    ├── InvalidCommandError       no program could be given that command
    ├── CommandNotFoundError      there is no such program
    └── CommandNotStartedError    the operating system did not start it

A directory outside the roots is an `OutsideRootsError`, as it is for files.
"""

import errno
from typing import ClassVar

from easel_acp.client_requests.refusal import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    RESOURCE_NOT_FOUND,
    RefusalError,
)


class TerminalError(RefusalError):
    """Base of what a `TerminalRegistry` raises."""

    code: ClassVar[int] = INTERNAL_ERROR


class UnknownTerminalError(TerminalError):
    """No terminal has that id. A released one is unknown from then on, as ACP asks."""

    code = RESOURCE_NOT_FOUND
    kind = "unknownTerminal"

    def __init__(self, terminal_id: str) -> None:
        super().__init__(f"Resource not found: terminal {terminal_id}", terminalId=terminal_id)


class TooManyTerminalsError(TerminalError):
    """The conversation has *limit* terminals; those that ended count until they are released."""

    kind = "tooManyTerminals"

    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} terminals are open; release some first", limit=limit)


class TerminalsClosedError(TerminalError):
    """The terminals were released while this one was started, or the conversation is over."""

    kind = "terminalsClosed"

    def __init__(self) -> None:
        super().__init__("The terminals of this conversation were closed")


class InvalidCommandError(TerminalError):
    """The command, an argument or a variable is something no program can be given."""

    code = INVALID_PARAMS
    kind = "invalidCommand"

    def __init__(self, problem: str) -> None:
        super().__init__(f"The command cannot be run: {problem}")


class CommandNotFoundError(TerminalError):
    """The command names no program that can be executed."""

    code = INVALID_PARAMS
    kind = "commandNotFound"

    def __init__(self, command: str) -> None:
        super().__init__(f"No such program: {command}", command=command)


class CommandNotStartedError(TerminalError):
    """The program or its directory cannot be used, for a *reason* such as EACCES or ENOENT."""

    kind = "commandNotStarted"

    def __init__(self, command: str, error: OSError) -> None:
        reason = errno.errorcode.get(error.errno or 0, "EIO")
        super().__init__(
            f"Could not start {command}: {error.strerror or reason}",
            command=command,
            reason=reason,
        )
