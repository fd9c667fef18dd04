"""What can go wrong on a connection to an agent.

AgentConnectionError
├── AgentRequestError         the agent answered with an error
├── AgentTimeout              the agent did not answer in time
├── AgentConnectionClosed     the connection ended before the answer came
├── ProtocolVersionMismatch   the agent speaks no version of ACP that we speak
├── MalformedResult           the agent answered with something we cannot use
└── UnsupportedContent        the agent cannot take a piece of the prompt
RequestRefused                our answer to a request of the agent: raised by its handler
"""

from typing import Any, Literal

CloseReason = Literal["eof", "aborted", "closed", "inputClosed"]
"""Why a call has nobody to reach.

`eof`: the agent closed its output. `aborted`: its process is gone. `closed`: we closed the
connection. `inputClosed`: the agent takes no input any more, its output may still come.
"""


class AgentConnectionError(Exception):
    """The root of what a call to an agent raises."""


class AgentRequestError(AgentConnectionError):
    """The agent answered *method* with a JSON-RPC error, kept here as it came.

    Codes outside the range of JSON-RPC exist (400, -31002): a code is never a closed set.
    """

    def __init__(self, method: str, code: int, message: str, data: Any = None) -> None:
        super().__init__(f"{method}: {message} ({code})")
        self.method = method
        self.code = code
        self.message = message
        self.data = data


class AgentTimeout(AgentConnectionError):
    """No answer to *method* came within *seconds*. The agent may still be working on it."""

    def __init__(self, method: str, seconds: float) -> None:
        super().__init__(f"{method}: no answer within {seconds:g} s")
        self.method = method
        self.seconds = seconds


class AgentConnectionClosed(AgentConnectionError):
    """The agent cannot be reached: raised by every call that was waiting, and by later ones."""

    def __init__(self, reason: CloseReason) -> None:
        super().__init__(f"the connection to the agent is closed ({reason})")
        self.reason: CloseReason = reason


class ProtocolVersionMismatch(AgentConnectionError):
    """The agent answered `initialize` with a protocol version that we do not speak."""

    def __init__(self, offered: int, answered: object) -> None:
        super().__init__(f"the agent speaks ACP version {answered!r}, Easel speaks {offered}")
        self.offered = offered
        self.answered = answered


class MalformedResult(AgentConnectionError):
    """The result of *method* lacks what the rest cannot do without."""

    def __init__(self, method: str, problem: str) -> None:
        super().__init__(f"{method}: {problem}")
        self.method = method
        self.problem = problem


class UnsupportedContent(AgentConnectionError):
    """The prompt holds a block of *kind* ("image", "audio"), which the agent does not take."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"the agent takes no {kind} in a prompt")
        self.kind = kind


class RequestRefused(Exception):
    """Raised by a handler: the agent's request is answered with this JSON-RPC error."""

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(f"{message} ({code})")
        self.code = code
        self.message = message
        self.data = data

    @classmethod
    def unknown_method(cls, method: str) -> "RequestRefused":
        """The answer to a method we do not serve: agents send ones that were never offered."""
        return cls(-32601, "Method not found", {"method": method})

    @classmethod
    def invalid_params(cls, problem: str) -> "RequestRefused":
        """The answer to params that do not fit the method."""
        return cls(-32602, "Invalid params", {"problem": problem})
