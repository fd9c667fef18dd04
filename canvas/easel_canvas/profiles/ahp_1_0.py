"""AHP 1.0: a host publishes what is open. Opening, acting and closing is for agents alone."""

from urllib.parse import urlsplit

from easel_canvas.model import actions
from easel_canvas.model.channels import chat_channel
from easel_canvas.model.envelope import Envelope
from easel_canvas.model.state import CanvasState, OpenCanvas, SessionState
from easel_canvas.profiles.errors import NotUnderstood
from easel_canvas.values import Channel, Json, JsonObject, SessionId

INTERNAL_ERROR = -32603
_FIELDS = {
    "instanceId": "instance_id",
    "extensionId": "provider_id",
    "extensionName": "provider_name",
    "canvasId": "canvas_id",
    "title": "title",
    "status": "status",
}


class Ahp10:
    """Implements `Profile`."""

    provider_error = INTERNAL_ERROR
    """-32012 means something else here."""
    providing = None

    def catalogue_channel(self, session: SessionId) -> Channel:
        """See `Profile`."""
        return chat_channel(session)

    def session_state(self, session: SessionId, state: SessionState) -> JsonObject:
        """See `Profile`."""
        return {"canvases": _references(state.open or ())}

    def canvas_state(self, session: SessionId, state: CanvasState) -> JsonObject:
        """See `Profile`. The address is absent while nobody is there to answer it."""
        told = {name: getattr(state, field) for name, field in _FIELDS.items()}
        if state.availability == "ready" and _is_web(state.url):
            told["url"] = state.url
        return {name: value for name, value in told.items() if value is not None}

    def action(self, session: SessionId, envelope: Envelope) -> JsonObject | None:
        """See `Profile`."""
        match envelope.action, envelope.state:
            case actions.CatalogueChanged(open=open_), _:
                return {"type": "chat/canvasesChanged", "canvases": _references(open_)}
            case actions.Updated(), CanvasState() as state:
                return {"type": "canvas/stateChanged", "canvas": self.canvas_state(session, state)}
            case actions.Unknown(type=type_), _:
                return {"type": type_}
        return None

    def read_action(self, session: SessionId, raw: Json) -> actions.Action:
        """See `Profile`. There is no action that an editor may originate."""
        type_ = raw.get("type") if isinstance(raw, dict) else None
        if not isinstance(type_, str):
            raise NotUnderstood("the action has no type")
        return actions.Unknown(type=type_[:100])


def _references(open_: tuple[OpenCanvas, ...]) -> list[JsonObject]:
    return [{"resource": canvas.channel} for canvas in open_]


def _is_web(url: str | None) -> bool:
    return url is not None and urlsplit(url).scheme in ("http", "https")
