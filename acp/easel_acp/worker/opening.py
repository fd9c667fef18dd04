"""Opening the agent's session: the earlier one restored if there is one, else a new one.

A session that took the place of another is always reported: never a silent new one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from easel_acp.connection.agent_connection import AgentConnection, SessionSetup
from easel_acp.connection.errors import (
    AgentConnectionClosed,
    AgentConnectionError,
    AgentRequestError,
)
from easel_acp.connection.initialize_result import InitializeResult
from easel_acp.connection.load_errors import classify_load_error
from easel_acp.connection.results import SessionResult
from easel_conversation.ids import AcpSessionId
from easel_conversation.values import (
    AgentError,
    OnLoadFailure,
    SessionLoadError,
    SessionLoadErrorKind,
    SessionLoadFallback,
    SessionLoadOutcome,
)

Restore = Literal["session/resume", "session/load"]

RESUME_PROVES_NOTHING: Final = frozenset({"hermes-agent"})
"""Agents, by the name that they give, that resume a session which they do not know, as an empty
one. What they replay when they load it shows whether they know it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The session that the conversation had. `has_history`: there is something to replay."""

    session_id: AcpSessionId
    has_history: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSession:
    """The session that is open now, and what came of the earlier one, if there was one."""

    result: SessionResult
    restored: SessionLoadOutcome | None = None
    load_error: SessionLoadError | None = None


class History(Protocol):
    """Who takes the updates of the agent while a session is opened."""

    @property
    def replayed(self) -> int:
        """How many updates of the earlier session have come."""
        ...

    def expect_replay(self, session_id: str, /) -> None:
        """What comes for this session now is its history."""
        ...

    async def late_replay(self) -> None:
        """Return when history that comes late has come, or soon if none does."""
        ...

    def expect_new_session(self) -> None:
        """What comes now may be for a session that has no name yet."""
        ...


class SessionNotRestored(Exception):
    """The earlier session cannot be had, and no other may take its place unasked."""

    def __init__(self, error: SessionLoadError, fallback: SessionLoadFallback) -> None:
        """`fallback`: `ask` when a person is to decide what follows, else `none`."""
        super().__init__(error.message)
        self.error = error
        self.fallback = fallback


class SessionOpener:
    """Opens sessions on one connection. Timeouts in seconds."""

    def __init__(
        self,
        connection: AgentConnection,
        initialized: InitializeResult,
        setup: SessionSetup,
        *,
        new_timeout: float,
        load_timeout: float,
        history: History,
    ) -> None:
        self._connection = connection
        self._capabilities = initialized.capabilities
        self._ways = ways_to_restore(initialized)
        self._setup = setup
        self._new_timeout = new_timeout
        self._load_timeout = load_timeout
        self._history = history

    async def open(
        self, earlier: Earlier | None, on_failure: Callable[[], OnLoadFailure]
    ) -> OpenedSession:
        """Restore the earlier session, or make a new one. `on_failure` is asked when it is needed.

        Most agents cannot restore a session that was never prompted. A new one takes its place:
        nothing is lost that anybody would have to be asked about.

        Raises:
            SessionNotRestored: it cannot be restored and `on_failure` is not `fresh`.
            AgentConnectionError: no session could be opened at all.
        """
        if earlier is None:
            return OpenedSession(result=await self._new())
        restored = await self._restore(earlier)
        if isinstance(restored, SessionResult):
            return OpenedSession(result=restored, restored="restored")
        if restored.kind == "authRequired":
            raise SessionNotRestored(restored, "none")
        choice = on_failure()
        if choice != "fresh" and earlier.has_history:
            raise SessionNotRestored(restored, "ask" if choice == "ask" else "none")
        return OpenedSession(result=await self._new(), restored="fresh", load_error=restored)

    async def fork(self, session_id: AcpSessionId) -> OpenedSession:
        """Make a session that begins with the history of another one.

        It counts as restored. Where the agent cannot, or fails to, the session is a new one.

        Raises:
            AgentConnectionError: no session could be opened at all.
        """
        if not self._capabilities.session.fork:
            return OpenedSession(result=await self._new(), restored="fresh")
        self._history.expect_new_session()
        try:
            result = await self._connection.fork_session(
                session_id, self._setup, timeout=self._load_timeout
            )
        except AgentConnectionClosed:
            raise
        except AgentConnectionError as failure:
            error = _from_failure(session_id, failure)
            return OpenedSession(result=await self._new(), restored="fresh", load_error=error)
        return OpenedSession(result=result, restored="restored")

    async def _new(self) -> SessionResult:
        self._history.expect_new_session()
        return await self._connection.new_session(self._setup, timeout=self._new_timeout)

    async def _restore(self, earlier: Earlier) -> SessionResult | SessionLoadError:
        error = _load_error(earlier.session_id, "unsupported", "The agent cannot restore sessions.")
        self._history.expect_replay(earlier.session_id)
        for method in self._ways:
            try:
                result = await self._call(method, earlier.session_id)
            except AgentConnectionClosed:
                raise
            except AgentConnectionError as failure:
                error = _from_failure(earlier.session_id, failure)
                if error.kind != "unsupported":
                    return error
                continue
            if method == "session/load" and earlier.has_history and not await self._replayed():
                message = "The agent says that it restored the session, but replayed nothing of it."
                return _load_error(earlier.session_id, "suspect", message)
            return result
        return error

    async def _replayed(self) -> bool:
        if not self._history.replayed:
            await self._history.late_replay()
        return self._history.replayed > 0

    async def _call(self, method: Restore, session_id: AcpSessionId) -> SessionResult:
        if method == "session/resume":
            call = self._connection.resume_session
        else:
            call = self._connection.load_session
        return await call(session_id, self._setup, timeout=self._load_timeout)


def ways_to_restore(initialized: InitializeResult) -> list[Restore]:
    """The calls that may restore a session: that without a replay first, if it can be believed."""
    capabilities = initialized.capabilities
    ways: list[Restore] = []
    if capabilities.session.resume:
        ways.append("session/resume")
    if capabilities.load_session:
        ways.append("session/load")
    return ways[::-1] if initialized.agent.name in RESUME_PROVES_NOTHING else ways


def _from_failure(session_id: AcpSessionId, failure: AgentConnectionError) -> SessionLoadError:
    kind = classify_load_error(failure)
    if not isinstance(failure, AgentRequestError):
        return _load_error(session_id, kind, str(failure))
    agent_error = AgentError(code=failure.code, message=failure.message, data=failure.data)
    return SessionLoadError(
        kind=kind,
        message=failure.message,
        acp_session_id=session_id,
        agent_error=agent_error,
    )


def _load_error(
    session_id: AcpSessionId, kind: SessionLoadErrorKind, message: str
) -> SessionLoadError:
    return SessionLoadError(kind=kind, message=message, acp_session_id=session_id)
