"""The channels of a session: states that change by actions, each of which is told."""

from collections.abc import Iterable
from itertools import count
from typing import Final

from easel_canvas.host.instance import OpenInstance, listed
from easel_canvas.host.surroundings import Surroundings
from easel_canvas.model.actions import Action, CatalogueChanged, Updated
from easel_canvas.model.channels import session_channel
from easel_canvas.model.envelope import Envelope, Origin, Snapshot
from easel_canvas.model.reduce import reduce_canvas, reduce_session
from easel_canvas.model.state import SessionState, State
from easel_canvas.values import Channel, SessionId


class Counter:
    """Numbers the actions of a whole server."""

    def __init__(self) -> None:
        self._numbers: Final = count(1)
        self.last = 0

    def next(self) -> int:
        """The number of a new action."""
        self.last = next(self._numbers)
        return self.last


class Feed:
    """The one writer of the states of a session and of its open canvases."""

    def __init__(
        self,
        session: SessionId,
        surroundings: Surroundings,
        counter: Counter,
        state: SessionState,
    ) -> None:
        self._session = session
        self._surroundings = surroundings
        self._counter = counter
        self.state = state

    def change_session(self, action: Action, origin: Origin | None = None) -> None:
        """Apply an action to the session. What changes nothing is told only to its origin."""
        changed = reduce_session(self.state, action)
        if changed is self.state and origin is None:
            return
        self.state = changed
        self._tell(session_channel(self._session), action, changed, origin)

    def change_canvas(
        self, opened: OpenInstance, action: Action, origin: Origin | None = None
    ) -> None:
        """Apply an action to a canvas, and mirror what of it the catalogue shows."""
        assert opened.state is not None
        before = opened.state
        opened.state = reduce_canvas(before, action)
        if isinstance(action, Updated) and opened.state is before and origin is None:
            return
        self._tell(opened.channel, action, opened.state, origin)
        if listed(opened.channel, before) != listed(opened.channel, opened.state):
            self._mirror(opened)

    def list_open(self, instances: Iterable[OpenInstance]) -> None:
        """Tell what is open now."""
        shown = ((o.channel, o.state) for o in instances if o.state is not None)
        catalogue = tuple(listed(channel, state) for channel, state in shown)
        self.change_session(CatalogueChanged(open=catalogue))

    def reject(
        self, channel: Channel, state: State, action: Action, origin: Origin, reason: str
    ) -> None:
        """Tell an editor that its action changed nothing, and why."""
        self._tell(channel, action, state, origin, reason)

    def snapshot(self, channel: Channel, state: State) -> Snapshot:
        """The state of a channel, and what it is based on."""
        return Snapshot(channel, state, self._counter.last)

    def _mirror(self, opened: OpenInstance) -> None:
        assert opened.state is not None
        mirrored = listed(opened.channel, opened.state)
        catalogue = tuple(
            mirrored if canvas.channel == opened.channel else canvas
            for canvas in self.state.open or ()
        )
        self.change_session(CatalogueChanged(open=catalogue))

    def _tell(
        self,
        channel: Channel,
        action: Action,
        state: State,
        origin: Origin | None,
        rejection: str | None = None,
    ) -> None:
        envelope = Envelope(channel, action, state, self._counter.next(), origin, rejection)
        self._surroundings.publish(self._session, envelope)
