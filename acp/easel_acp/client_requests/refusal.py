"""The shape that every error takes on its way to the agent."""

from typing import ClassVar, NamedTuple

INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
RESOURCE_NOT_FOUND = -32002


class AcpError(NamedTuple):
    """The error of a JSON-RPC response. `data["kind"]` names the reason out of a closed set."""

    code: int
    message: str
    data: dict[str, object]


class RefusalError(Exception):
    """A request of the agent that is answered with an error, which says what it can do about it.

    *data* goes to the agent beside the message: it holds only what the agent may know.
    Its remedy decides the code: -32602 when other params would do, -32002 when the thing does not
    exist, -32603 when the agent cannot mend it.
    """

    code: ClassVar[int]
    kind: ClassVar[str]

    def __init__(self, message: str, **data: object) -> None:
        super().__init__(message)
        self._data = data

    def acp_error(self) -> AcpError:
        """What the agent is answered."""
        return AcpError(self.code, str(self), {"kind": self.kind, **self._data})
