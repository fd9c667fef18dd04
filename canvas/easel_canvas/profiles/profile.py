"""What a wire profile does."""

from typing import Protocol

from easel_canvas.model.actions import Action
from easel_canvas.model.envelope import Envelope
from easel_canvas.model.state import CanvasState, SessionState
from easel_canvas.profiles.providing import Providing
from easel_canvas.values import Channel, Json, JsonObject, SessionId


class Profile(Protocol):
    """Maps the model to one revision of AHP, and what an editor sends to the model."""

    @property
    def provider_error(self) -> int:
        """The JSON-RPC code of a provider that failed; `data.code` says how."""
        ...

    @property
    def providing(self) -> Providing | None:
        """How an editor is asked for the canvases that it provides; None if it can provide none."""
        ...

    def catalogue_channel(self, session: SessionId) -> Channel:
        """The channel that tells what is open."""
        ...

    def session_state(self, session: SessionId, state: SessionState) -> JsonObject:
        """What a snapshot of the session's channel says of canvases."""
        ...

    def canvas_state(self, session: SessionId, state: CanvasState) -> JsonObject:
        """The snapshot of a canvas."""
        ...

    def action(self, session: SessionId, envelope: Envelope) -> JsonObject | None:
        """The action of an envelope; None if this wire has none for it."""
        ...

    def read_action(self, session: SessionId, raw: Json) -> Action:
        """The action that an editor sent.

        Raises:
            NotUnderstood: it is none.
        """
        ...
