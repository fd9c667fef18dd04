"""The traffic with agents, as the canvas `trace` shows it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from easel_canvas.builtin.surroundings import TraceEntry
from easel_canvas.values import SessionId
from easel_conversation.ids import ConversationId
from easel_server.settings import Settings

if TYPE_CHECKING:
    from easel_acp.worker.workers import AgentWorkers


class AgentTraces:
    """Implements `Traces`."""

    def __init__(
        self, workers: Callable[[], "AgentWorkers"], settings: Callable[[], Settings]
    ) -> None:
        self._workers = workers
        self._settings = settings

    @property
    def level(self) -> str:
        """The setting `trace`."""
        return self._settings().trace

    def entries(self, session: SessionId) -> tuple[TraceEntry, ...]:
        """The messages with the agent that serves the conversation now."""
        workers, conversation_id = self._workers(), ConversationId(session)
        service = workers.get(conversation_id).service if conversation_id in workers else None
        if service is None:
            return ()
        return tuple(
            TraceEntry(seq=entry.seq, at=_iso(entry.at), direction=entry.direction, text=entry.text)
            for entry in service.life.session.trace.entries()
        )


def _iso(seconds: float) -> str:
    told = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
    return told.replace("+00:00", "Z")
