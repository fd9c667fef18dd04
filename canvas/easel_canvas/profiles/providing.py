"""How an editor is asked for the canvases that it provides."""

from dataclasses import dataclass
from typing import Protocol

from easel_canvas.provider import Instance, Resource, Shown
from easel_canvas.values import Json, JsonObject, ProviderId, SessionId


@dataclass(frozen=True, slots=True)
class Call:
    """A request to the editor; `method` is AHP's name for it."""

    method: str
    params: JsonObject


class Providing(Protocol):
    """The requests of one revision of AHP, and what they are answered with."""

    def open_call(self, provider_id: ProviderId, instance: Instance) -> Call:
        """Ask the editor to show an instance."""
        ...

    def invoke_call(
        self, provider_id: ProviderId, instance: Instance, name: str, input_: JsonObject
    ) -> Call:
        """Ask it to do an action."""
        ...

    def close_call(self, provider_id: ProviderId, instance: Instance) -> Call:
        """Tell it that an instance is gone."""
        ...

    def read_call(self, instance: Instance, path: str) -> Call:
        """Ask it for a piece of content."""
        ...

    def shown(self, session: SessionId, raw: Json) -> Shown:
        """The answer to `open_call`.

        Raises:
            NotUnderstood: it is none.
        """
        ...

    def value(self, raw: Json) -> Json:
        """The answer to `invoke_call`."""
        ...

    def resource(self, raw: Json) -> Resource:
        """The answer to `read_call`.

        Raises:
            NotUnderstood: it is none.
        """
        ...
