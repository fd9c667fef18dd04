"""The proposal in which editors provide canvases, in either revision."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import to_builtins
from msgspec.structs import replace

from easel_canvas.declaration import Declaration
from easel_canvas.model import actions
from easel_canvas.model.channels import session_channel
from easel_canvas.model.envelope import Envelope
from easel_canvas.model.state import (
    ActiveClient,
    CanvasState,
    DeclaredCanvas,
    OpenCanvas,
    SessionState,
)
from easel_canvas.profiles.content_urls import with_session, without_session
from easel_canvas.profiles.errors import NotUnderstood
from easel_canvas.profiles.pr298_names import Names
from easel_canvas.profiles.pr298_providing import Pr298Providing
from easel_canvas.profiles.providing import Providing
from easel_canvas.profiles.reading import an_object, inverse, read, renamed, without_null
from easel_canvas.values import Channel, Json, JsonObject, SessionId

PROVIDER_ERROR = -32012
LONGEST_ECHO = 8 * 1024
"""Bytes of an action that was rejected."""


class Pr298:
    """Implements `Profile`."""

    provider_error = PROVIDER_ERROR

    def __init__(self, names: Names) -> None:
        self._names = names
        self.providing: Providing = Pr298Providing(names)
        provider = {"providerId": names.provider, "providerName": names.provider_name}
        self._looks = {"status": names.status, "url": names.url}
        self._declaration = {"title": names.label, "actions": names.actions}
        self._open = provider
        self._state = {**provider, **self._looks, "source": "provider"}
        if names.slim:
            self._open = {"instanceId": None, "providerId": None, "providerName": None}
            self._state |= {"instanceId": None, "displayName": None, "source": None}

    def catalogue_channel(self, session: SessionId) -> Channel:
        """See `Profile`."""
        return session_channel(session)

    def session_state(self, session: SessionId, state: SessionState) -> JsonObject:
        """See `Profile`."""
        told: JsonObject = {"activeClients": [self._client(client) for client in state.clients]}
        if state.declared is not None:
            told["canvases"] = self._all_declared(state.declared)
        if state.open is not None:
            told["openCanvases"] = self._catalogue(state.open)
        return told

    def canvas_state(self, session: SessionId, state: CanvasState) -> JsonObject:
        """See `Profile`."""
        return renamed(to_builtins(self._addressed(session, state)), self._state)

    def action(self, session: SessionId, envelope: Envelope) -> JsonObject | None:
        """See `Profile`. What is long and was rejected is not sent back."""
        told = self._told_action(session, envelope)
        if told is None or envelope.rejection is None:
            return told
        return told if len(msgspec.json.encode(told)) <= LONGEST_ECHO else {"type": told["type"]}

    def _told_action(self, session: SessionId, envelope: Envelope) -> JsonObject | None:
        match envelope.action:
            case actions.DeclarationsChanged(declared=declared):
                return _typed("session/canvasesChanged", canvases=self._all_declared(declared))
            case actions.CatalogueChanged(open=open_):
                return _typed("session/openCanvasesChanged", openCanvases=self._catalogue(open_))
            case actions.ActiveClientSet(client=client):
                return _typed("session/activeClientSet", activeClient=self._client(client))
            case actions.ActiveClientRemoved(client_id=client_id):
                return _typed("session/activeClientRemoved", clientId=client_id)
            case actions.Updated() as updated:
                fields = to_builtins(self._addressed(session, updated))
                return _typed("canvas/updated", **renamed(fields, self._looks))
            case actions.CloseRequested():
                return _typed("canvas/closeRequested")
            case actions.MessagePosted(payload=payload):
                return _typed("canvas/message", payload=payload) if self._names.messages else None
            case actions.Unknown(type=type_):
                return _typed(type_)

    def read_action(self, session: SessionId, raw: Json) -> actions.Action:
        """See `Profile`."""
        fields = an_object(raw, "the action")
        type_ = fields.get("type")
        match type_:
            case "session/activeClientSet":
                return actions.ActiveClientSet(client=self._read_client(fields))
            case "session/activeClientRemoved":
                return read(fields, actions.ActiveClientRemoved)
            case "canvas/updated":
                updated = read(renamed(fields, inverse(self._looks)), actions.Updated)
                return replace(updated, url=without_session(updated.url, session))
            case "canvas/closeRequested":
                return actions.CloseRequested()
            case "canvas/message" if self._names.messages:
                return actions.MessagePosted(payload=fields.get("payload"))
            case str():
                return actions.Unknown(type=type_[:100])
        raise NotUnderstood("the action has no type")

    def _addressed(self, session: SessionId, looks: Any) -> Any:
        if not self._names.slim:
            return looks
        return replace(looks, url=with_session(looks.url, session))

    def _all_declared(self, declared: Iterable[DeclaredCanvas]) -> list[JsonObject]:
        return [self._declared(canvas) for canvas in declared]

    def _declared(self, canvas: DeclaredCanvas) -> JsonObject:
        told = {self._names.provider: canvas.provider_id, **self._told(canvas.declaration)}
        if self._names.provider_name is not None and canvas.provider_name is not None:
            told[self._names.provider_name] = canvas.provider_name
        return {**told, "source": to_builtins(canvas.source)}

    def _told(self, declaration: Declaration) -> JsonObject:
        return renamed(to_builtins(declaration), self._declaration)

    def _catalogue(self, open_: Iterable[OpenCanvas]) -> list[JsonObject]:
        return [renamed(to_builtins(canvas), self._open) for canvas in open_]

    def _client(self, client: ActiveClient) -> JsonObject:
        told: JsonObject = {"clientId": client.client_id, "tools": list(client.tools)}
        if client.display_name is not None:
            told["displayName"] = client.display_name
        if client.declarations is not None:
            told["canvasProviders"] = [self._told(d) for d in client.declarations]
        return told

    def _read_client(self, fields: JsonObject) -> ActiveClient:
        raw = without_null(an_object(fields.get("activeClient"), "activeClient"))
        provided = raw.pop("canvasProviders", None)
        client = read(renamed(raw, {"declarations": None}), ActiveClient)
        if provided is None:
            return client
        if not isinstance(provided, list):
            raise NotUnderstood("canvasProviders is not an array")
        return replace(client, declarations=tuple(map(self._read_declaration, provided)))

    def _read_declaration(self, raw: Json) -> Declaration:
        fields = without_null(an_object(raw, "a canvas"))
        return read(renamed(fields, inverse(self._declaration)), Declaration)


def _typed(type_: str, **fields: Any) -> JsonObject:
    return {"type": type_, **fields}
