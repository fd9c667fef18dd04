"""The editors that are at work in a session, and what they provide in it."""

import msgspec

from easel_canvas.checks.declarations import check_declarations
from easel_canvas.checks.limits import LIMITS, check_json
from easel_canvas.errors import CanvasError, CanvasRefused
from easel_canvas.host.parts import Parts
from easel_canvas.host.presence import Presence
from easel_canvas.host.providers import Published
from easel_canvas.model.actions import ActiveClientRemoved, ActiveClientSet, SessionAction
from easel_canvas.model.channels import session_channel
from easel_canvas.model.envelope import Origin
from easel_canvas.model.state import ActiveClient, Source
from easel_canvas.provider import Provider
from easel_canvas.values import client_provider_id


class Clients:
    """What an editor declares counts as a whole, and is withdrawn with it."""

    def __init__(self, parts: Parts, presence: Presence) -> None:
        self._parts = parts
        self._presence = presence

    def set(self, client: ActiveClient, provider: Provider | None, origin: Origin) -> None:
        """An editor is there. `provider` is None if it provides nothing (any more)."""
        action = ActiveClientSet(client=client)
        try:
            self._check(client, origin)
        except CanvasError as error:
            self._reject(action, origin, error.message)
            return
        self._parts.feed.change_session(action, origin)
        if provider is None:
            self._presence.withdraw(client_provider_id(client.client_id))
        else:
            source = Source(kind="client", client_id=client.client_id)
            self._presence.publish(Published(provider, source))

    def remove(self, client_id: str, origin: Origin | None = None) -> None:
        """An editor has left, or says that it does."""
        action = ActiveClientRemoved(client_id=client_id)
        if origin is not None and origin.client_id != client_id:
            self._reject(action, origin, "An editor speaks only for itself.")
            return
        self._parts.feed.change_session(action, origin)
        self._presence.withdraw(client_provider_id(client_id))

    def _reject(self, action: SessionAction, origin: Origin, reason: str) -> None:
        """Tell an editor that what it said has no effect, and why."""
        feed = self._parts.feed
        feed.reject(session_channel(self._parts.session), feed.state, action, origin, reason)

    def _check(self, client: ActiveClient, origin: Origin) -> None:
        if client.client_id != origin.client_id:
            raise CanvasRefused(f"This editor is {origin.client_id!r} and speaks only for itself.")
        check_json(msgspec.to_builtins(client), "activeClient", LIMITS.input_bytes)
        check_declarations(client.declarations or (), self._parts.validators)
