"""Reducer fixtures: the wire states and actions of a profile as values, and back."""

from typing import Any

import msgspec

from easel_canvas.declaration import Declaration
from easel_canvas.model import actions
from easel_canvas.model.reduce import reduce_canvas, reduce_session
from easel_canvas.model.state import (
    SERVER,
    ActiveClient,
    CanvasState,
    DeclaredCanvas,
    OpenCanvas,
    SessionState,
)
from easel_canvas.profiles import PROFILES
from easel_canvas.profiles.pr298_names import R1, R4, Names
from easel_canvas.values import CanvasId, Channel, InstanceId, ProviderId, SessionId

Json = dict[str, Any]
NAMES = {"pr298-r1": R1, "pr298-r4": R4}
SESSION = SessionId("c1")


def replayed(profile: str, reducer: str, initial: Json, action: Json) -> Json:
    """The wire state after an action, without null fields."""
    reader = Reader(NAMES[profile])
    if reducer == "canvas":
        canvas = reduce_canvas(reader.canvas(initial), reader.action(action))
        return as_sent(PROFILES[profile].canvas_state(SESSION, canvas))
    session = reduce_session(reader.session(initial), reader.action(action))
    return as_sent({**initial, **PROFILES[profile].session_state(SESSION, session)})


def as_sent(value: Json) -> Json:
    """What the other side decodes."""
    sent: Json = msgspec.json.decode(msgspec.json.encode(value))
    return sent


def without_null(value: Any) -> Any:
    """The value with every null field left out, at any depth."""
    if isinstance(value, dict):
        return {key: without_null(v) for key, v in value.items() if v is not None}
    return [without_null(v) for v in value] if isinstance(value, list) else value


class Reader:
    """Reads what only a host writes; what editors write is read by the profile."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._profile = next(PROFILES[name] for name, n in NAMES.items() if n is names)

    def action(self, raw: Json) -> actions.Action:
        """An action, whoever originates it."""
        if raw["type"] == "session/canvasesChanged":
            return actions.DeclarationsChanged(declared=tuple(map(self._declared, raw["canvases"])))
        if raw["type"] == "session/openCanvasesChanged":
            return actions.CatalogueChanged(open=tuple(map(self._open, raw["openCanvases"])))
        return self._profile.read_action(SESSION, raw)

    def session(self, raw: Json) -> SessionState:
        """The state of a session."""
        declared, open_ = raw.get("canvases"), raw.get("openCanvases")
        return SessionState(
            clients=tuple(map(self._client, raw["activeClients"])),
            declared=None if declared is None else tuple(map(self._declared, declared)),
            open=None if open_ is None else tuple(map(self._open, open_)),
        )

    def canvas(self, raw: Json) -> CanvasState:
        """The state of a canvas."""
        names = self._names
        return CanvasState(
            instance_id=InstanceId(raw.get("instanceId", "")),
            canvas_id=CanvasId(raw["canvasId"]),
            provider_id=ProviderId(raw[names.provider]),
            provider_name=raw.get(names.provider_name or ""),
            display_name=raw.get("displayName"),
            source=SERVER
            if "provider" not in raw
            else msgspec.convert(raw["provider"], type(SERVER)),
            availability=raw["availability"],
            input=raw.get("input"),
            title=raw.get("title"),
            status=raw.get(names.status),
            url=raw.get(names.url),
        )

    def _client(self, raw: Json) -> ActiveClient:
        action = {"type": "session/activeClientSet", "activeClient": raw}
        read = self._profile.read_action(SESSION, action)
        assert isinstance(read, actions.ActiveClientSet)
        return read.client

    def _declared(self, raw: Json) -> DeclaredCanvas:
        names = self._names
        fields = {**raw, "title": raw[names.label], "actions": raw.get(names.actions, [])}
        return DeclaredCanvas(
            provider_id=ProviderId(raw[names.provider]),
            provider_name=raw.get(names.provider_name or ""),
            declaration=msgspec.convert(fields, Declaration),
            source=msgspec.convert(raw["source"], type(SERVER)),
        )

    def _open(self, raw: Json) -> OpenCanvas:
        names = self._names
        return OpenCanvas(
            instance_id=InstanceId(raw.get("instanceId", "")),
            channel=Channel(raw["channel"]),
            canvas_id=CanvasId(raw["canvasId"]),
            provider_id=ProviderId(raw.get(names.provider, "")),
            provider_name=raw.get(names.provider_name or ""),
            title=raw.get("title"),
            availability=raw["availability"],
        )
