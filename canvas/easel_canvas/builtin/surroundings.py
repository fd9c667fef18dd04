"""What our canvases need of the server that they run in."""

from dataclasses import dataclass
from typing import Protocol

from easel_canvas.provider import Handle
from easel_canvas.values import InstanceId, Json, SessionId, Shape


class FileRefused(Exception):
    """A file cannot be shown. The message is for people and models."""


class Files(Protocol):
    """The files that a conversation may show."""

    async def read(self, session: SessionId, path: str, limit: int) -> bytes:
        """The content of a file, given by a full path or by one in the working directory.

        Raises:
            FileRefused: it is not there, outside of the conversation's directories, or has more
                than `limit` bytes.
        """
        ...


class TraceEntry(Shape, frozen=True):
    """A message between Easel and an agent. `at` is ISO 8601; `in` came from the agent."""

    seq: int
    at: str
    direction: str
    text: str


class Traces(Protocol):
    """What was recorded of the traffic with agents."""

    def entries(self, session: SessionId) -> tuple[TraceEntry, ...]:
        """The newest messages with the agent of a conversation, oldest first; secrets masked."""
        ...

    @property
    def level(self) -> str:
        """How much is recorded: `off`, `messages` or `verbose`."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What one open canvas has at hand. `memory`: what `handle.remember` was given before."""

    session: SessionId
    instance_id: InstanceId
    files: Files
    traces: Traces
    handle: Handle
    memory: Json
