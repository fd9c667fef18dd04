"""What a host needs from outside, and what outlives it."""

from typing import Protocol

from easel_canvas.model.envelope import Envelope
from easel_canvas.values import CanvasId, InstanceId, Json, JsonObject, ProviderId, SessionId, Shape


class Record(Shape, frozen=True):
    """An open canvas as it outlives the server. Its address and its status do not.

    `client_id`: the editor that provides it, if it is one. `memory`: see `Handle.remember`.
    """

    instance_id: InstanceId
    canvas_id: CanvasId
    provider_id: ProviderId
    input: JsonObject
    provider_name: str | None = None
    display_name: str | None = None
    title: str | None = None
    client_id: str | None = None
    memory: Json = None


class Surroundings(Protocol):
    """None of these waits or raises."""

    def publish(self, session: SessionId, envelope: Envelope) -> None:
        """Tell those who follow the channel; a rejection only its origin."""
        ...

    def keep(self, session: SessionId, record: Record) -> None:
        """An open canvas is to outlive the server, in the place of an earlier record of it."""
        ...

    def drop(self, session: SessionId, instance_id: InstanceId) -> None:
        """It was closed."""
        ...

    def tell_agent(self, session: SessionId, text: str) -> None:
        """The agent is to read this with the next prompt."""
        ...

    def take_back(self, session: SessionId, text: str) -> None:
        """It is not, unless it was given it."""
        ...
