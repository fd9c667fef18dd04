"""The canvases of a server."""

from collections.abc import Iterable, Sequence

from anyio.abc import TaskGroup

from easel_canvas.checks.declarations import check_declarations
from easel_canvas.checks.schemas import Validators
from easel_canvas.host.feed import Counter, Feed
from easel_canvas.host.instance import listed, restored
from easel_canvas.host.instances import Instances
from easel_canvas.host.parts import Parts
from easel_canvas.host.providers import Providers, Published
from easel_canvas.host.session import CanvasSession
from easel_canvas.host.surroundings import Record, Surroundings
from easel_canvas.model.state import SERVER, SessionState
from easel_canvas.provider import Provider
from easel_canvas.values import SessionId


class CanvasHost:
    """Belongs to one event loop. `tasks` runs what nobody waits for."""

    def __init__(
        self, tasks: TaskGroup, surroundings: Surroundings, providers: Sequence[Provider] = ()
    ) -> None:
        """`providers` serve every session.

        Raises:
            CanvasRefused: one of them declares what nobody could use.
        """
        self._tasks = tasks
        self._surroundings = surroundings
        self._validators = Validators()
        self._counter = Counter()
        self._sessions: dict[SessionId, CanvasSession] = {}
        for provider in providers:
            check_declarations(provider.declarations, self._validators)
        self._providers = [Published(provider, SERVER) for provider in providers]

    @property
    def validators(self) -> Validators:
        """The schemas that are in use."""
        return self._validators

    def session(self, session: SessionId, records: Iterable[Record] = ()) -> CanvasSession:
        """The canvases of a conversation.

        `records`, which count at the first call only, are those that an earlier server had open:
        they are stale until somebody who can show them is there.
        """
        if session not in self._sessions:
            self._sessions[session] = self._begin(session, records)
        return self._sessions[session]

    def in_memory(self) -> Iterable[CanvasSession]:
        """Those that somebody asked for."""
        return tuple(self._sessions.values())

    def end(self, session: SessionId) -> None:
        """The conversation is gone."""
        ended = self._sessions.pop(session, None)
        if ended is not None:
            ended.end()

    def _begin(self, session: SessionId, records: Iterable[Record]) -> CanvasSession:
        providers = Providers(self._providers)
        instances = Instances(session, [restored(session, record) for record in records])
        state = SessionState(
            declared=providers.declared(),
            open=tuple(listed(o.channel, o.state) for o in instances if o.state is not None),
        )
        feed = Feed(session, self._surroundings, self._counter, state)
        parts = Parts(
            session, instances, feed, providers, self._surroundings, self._validators, self._tasks
        )
        begun = CanvasSession(parts)
        begun.presence.bring_back()
        return begun
