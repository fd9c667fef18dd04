"""Actions on their way to an editor: at once if it reads, merged and bounded if it does not."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from anyio.abc import TaskGroup

from easel_canvas.model.actions import Action, CatalogueChanged, DeclarationsChanged, Updated
from easel_canvas.model.envelope import Envelope
from easel_canvas.model.state import CanvasState
from easel_canvas.values import Channel, SessionId
from easel_server.editors.subscriptions import FRAME_SECONDS, Outlet
from easel_server.protocol.ahp import AhpActionParams

MOST_WAITING: Final = 200
"""Beyond that an editor gets the newest state of each channel instead of what led to it."""

ToParams = Callable[[SessionId, Envelope], AhpActionParams | None]


@dataclass(frozen=True, slots=True)
class _Waiting:
    session: SessionId
    envelope: Envelope


class AhpOutbox:
    """Belongs to one event loop. The first action of a burst goes at once, the rest in frames."""

    def __init__(self, outlet: Outlet, tasks: TaskGroup, to_params: ToParams) -> None:
        """`tasks` ends with the editor."""
        self._outlet = outlet
        self._tasks = tasks
        self._to_params = to_params
        self._waiting: deque[_Waiting] = deque()
        self._holding = False

    def put(self, session: SessionId, envelope: Envelope) -> None:
        """Tell the editor of it, now or soon."""
        merged = self._merged(envelope)
        self._waiting.append(_Waiting(session, merged))
        if len(self._waiting) > MOST_WAITING:
            self._waiting = deque(_newest_states(self._waiting))
        if not self._holding:
            self._send()

    def flush(self) -> None:
        """Send what waits, unless the editor is behind."""
        if not self._outlet.congested:
            self._send_all()

    def forget(self, channel: Channel) -> None:
        """What the server did in a channel is known to the editor from a snapshot."""
        self._waiting = deque(
            one
            for one in self._waiting
            if one.envelope.channel != channel or one.envelope.origin is not None
        )

    def _merged(self, envelope: Envelope) -> Envelope:
        """The envelope, with what the last one in its channel said if that can be left out."""
        for index in range(len(self._waiting) - 1, -1, -1):
            last = self._waiting[index].envelope
            if last.channel == envelope.channel:
                action = _both(last, envelope)
                if action is None:
                    return envelope
                del self._waiting[index]
                return replace(envelope, action=action)
        return envelope

    def _send(self) -> None:
        """Send what waits; then nothing for a frame, or for as long as the editor is behind."""
        self._holding = bool(self._waiting)
        if not self._waiting:
            return
        if self._outlet.congested:
            self._tasks.start_soon(self._send_when_drained)
            return
        self._send_all()
        asyncio.get_running_loop().call_later(FRAME_SECONDS, self._send)

    def _send_all(self) -> None:
        waiting, self._waiting = self._waiting, deque()
        for one in waiting:
            params = self._to_params(one.session, one.envelope)
            if params is not None:
                self._outlet.notify("easel/ahp/action", params)

    async def _send_when_drained(self) -> None:
        await self._outlet.drained()
        self._send()


def _both(earlier: Envelope, later: Envelope) -> Action | None:
    """One action for two that follow each other in a channel; None if both must be told."""
    if earlier.origin is not None or later.origin is not None:
        return None
    match earlier.action, later.action:
        case Updated() as before, Updated() as after:
            return Updated(
                title=before.title if after.title is None else after.title,
                status=before.status if after.status is None else after.status,
                url=before.url if after.url is None else after.url,
                availability=after.availability or before.availability,
            )
        case (CatalogueChanged(), CatalogueChanged()) | (
            DeclarationsChanged(),
            DeclarationsChanged(),
        ):
            return later.action
    return None


def _newest_states(waiting: deque[_Waiting]) -> list[_Waiting]:
    """What a slow editor needs to know: how each channel is now."""
    last = {one.envelope.channel: one for one in waiting}
    return [
        replace(one, envelope=replace(one.envelope, action=action, origin=None, rejection=None))
        for one in last.values()
        for action in _whole(one.envelope)
    ]


def _whole(envelope: Envelope) -> list[Action]:
    state = envelope.state
    if isinstance(state, CanvasState):
        looks = Updated(
            title=state.title, status=state.status, url=state.url, availability=state.availability
        )
        return [looks]
    return [
        DeclarationsChanged(declared=state.declared or ()),
        CatalogueChanged(open=state.open or ()),
    ]
