"""What an editor that announced canvases has to do with them."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any, Final

from anyio.abc import TaskGroup
from msgspec import convert

from easel_canvas.model.channels import session_channel
from easel_canvas.model.envelope import Envelope
from easel_canvas.model.state import CanvasState
from easel_canvas.profiles import DEFAULT_PROFILE, PROFILES, Profile
from easel_canvas.values import Channel, SessionId
from easel_server.editors.ahp_outbox import AhpOutbox
from easel_server.editors.subscriptions import Outlet
from easel_server.protocol.ahp import AhpActionParams, AhpOrigin

logger = logging.getLogger(__name__)

LONGEST_ID: Final = 128


class AhpClient:
    """The channels that one editor follows. `client_id` is None until the editor gave one."""

    def __init__(
        self, profile: Profile, client_id: str | None, outlet: Outlet, tasks: TaskGroup
    ) -> None:
        self.profile = profile
        self.client_id = client_id
        self.named_by_us = False
        """Whether `client_id` is only ours, because the editor's own was taken."""
        self._following: set[Channel] = set()
        self._outbox = AhpOutbox(outlet, tasks, self._params)

    def be_unlike(self, others: Iterable["AhpClient | None"]) -> None:
        """Give up a name that another editor has."""
        taken = {other.client_id for other in others if other is not None and other is not self}
        if self.client_id in taken:
            self.client_id = None

    def follow(self, channel: Channel) -> None:
        """Tell the editor what happens in a channel. It is given a snapshot of what is now."""
        self._following.add(channel)
        self._outbox.forget(channel)

    def leave(self, channel: Channel) -> None:
        """Tell it no more."""
        self._following.discard(channel)

    def flush(self) -> None:
        """Tell all that happened so far, before an answer that builds on it."""
        self._outbox.flush()

    def note(self, session: SessionId, envelope: Envelope) -> None:
        """Something happened. An editor also hears of what it did itself or provides."""
        origin = envelope.origin
        is_mine = origin is not None and origin.client_id == self.client_id
        if envelope.rejection is not None and not is_mine:
            return
        if is_mine or self._wire(session, envelope) in self._following or self._provides(envelope):
            self._outbox.put(session, envelope)

    def _provides(self, envelope: Envelope) -> bool:
        state = envelope.state
        return (
            self.client_id is not None
            and isinstance(state, CanvasState)
            and state.source.client_id == self.client_id
        )

    def _wire(self, session: SessionId, envelope: Envelope) -> Channel:
        """The channel as the profile has it."""
        if envelope.channel == session_channel(session):
            return self.profile.catalogue_channel(session)
        return envelope.channel

    def _params(self, session: SessionId, envelope: Envelope) -> AhpActionParams | None:
        action = self.profile.action(session, envelope)
        origin = envelope.origin
        if action is None:
            return None
        return AhpActionParams(
            channel=self._wire(session, envelope),
            action=action,
            server_seq=envelope.server_seq,
            origin=None if origin is None else convert(origin, AhpOrigin, from_attributes=True),
            rejection_reason=envelope.rejection,
        )


def announced_client(
    announced: Mapping[str, Any] | None, outlet: Outlet, tasks: TaskGroup
) -> AhpClient | None:
    """The part for an editor that announced canvases in a profile that is spoken here."""
    canvas = (announced or {}).get("canvas")
    if not isinstance(canvas, Mapping):
        return None
    name = canvas.get("profile") or DEFAULT_PROFILE
    profile = PROFILES.get(name) if isinstance(name, str) else None
    if profile is None:
        logger.warning("an editor announced canvases in a profile that is not spoken here")
        return None
    client_id = canvas.get("clientId")
    known_as = client_id if is_client_id(client_id) else None
    return AhpClient(profile, known_as, outlet, tasks)


def is_client_id(value: object) -> bool:
    """Whether an editor may call itself so."""
    return isinstance(value, str) and 0 < len(value) <= LONGEST_ID and value.isprintable()
