"""The canvases of a server: the host, the editors around it, and what outlives both.

This imports all that shows canvases, so only `LazyCanvases` imports it, when it is needed.
"""

import logging
from collections.abc import Callable, Mapping, Sequence

from anyio.abc import TaskGroup

from easel_canvas.host.host import CanvasHost
from easel_canvas.host.session import CanvasSession
from easel_canvas.host.surroundings import Record
from easel_canvas.model.envelope import Envelope
from easel_canvas.provider import Provider
from easel_canvas.values import CanvasId, InstanceId, ProviderId, SessionId
from easel_conversation.conversation import Conversation
from easel_conversation.errors import ConversationNotFound
from easel_conversation.ids import ConversationId
from easel_conversation.inputs import (
    CanvasClosed,
    CanvasNoted,
    CanvasNoteWithdrawn,
    CanvasShown,
    CanvasSignal,
)
from easel_conversation.kept_canvas import KeptCanvas
from easel_conversation.store import ConversationStore
from easel_server.editors.ahp_client import AhpClient
from easel_server.editors.editor import Editor
from easel_server.lsp.session import EditorSession

logger = logging.getLogger(__name__)


class Canvases:
    """Implements `Surroundings` of the host. Belongs to one event loop."""

    def __init__(
        self,
        tasks: TaskGroup,
        store: ConversationStore,
        editors: Mapping[EditorSession, Editor],
        tell: Callable[[SessionId, Envelope], None],
        providers: Sequence[Provider],
    ) -> None:
        """`providers` show canvases in every conversation.

        `editors` is read anew each time. `tell` is told what happens, and returns at once.
        """
        self._store = store
        self._editors = editors
        self._tell = tell
        self._host = CanvasHost(tasks, self, providers)
        self._conversations: dict[ConversationId, Conversation] = {}

    def of(self, conversation: Conversation) -> CanvasSession:
        """The canvases of a conversation that is in memory."""
        state = conversation.state
        known = self._conversations.get(state.id)
        self._conversations[state.id] = conversation
        records = tuple(map(_record, state.canvases))
        canvases = self._host.session(SessionId(state.id), records)
        if known is not None and known is not conversation:
            canvases.come_back(records)
        return canvases

    def welcome(self, conversation: Conversation) -> None:
        """A conversation was brought into memory: what it has open is shown (again)."""
        if conversation.state.canvases or conversation.state.id in self._conversations:
            self.of(conversation)

    def leave(self, conversation_id: ConversationId) -> None:
        """The conversation is another server's now."""
        conversation = self._conversations.get(conversation_id)
        if conversation is not None:
            self.of(conversation).leave()

    def end(self, conversation_id: ConversationId) -> None:
        """The conversation is gone."""
        self._conversations.pop(conversation_id, None)
        self._host.end(SessionId(conversation_id))

    def editor_left(self, client: AhpClient) -> None:
        """What an editor declared is withdrawn with it."""
        for session in self._host.in_memory():
            if any(one.client_id == client.client_id for one in session.state.clients):
                session.clients.remove(client.client_id or "")

    def publish(self, session: SessionId, envelope: Envelope) -> None:
        """See `Surroundings`."""
        for editor in self._editors.values():
            if editor.ahp is not None and not editor.leaving:
                editor.ahp.note(session, envelope)
        self._tell(session, envelope)

    def keep(self, session: SessionId, record: Record) -> None:
        """See `Surroundings`."""
        self._dispatch(session, CanvasShown(_kept(record)))

    def drop(self, session: SessionId, instance_id: InstanceId) -> None:
        """See `Surroundings`."""
        self._dispatch(session, CanvasClosed(instance_id))

    def tell_agent(self, session: SessionId, text: str) -> None:
        """See `Surroundings`."""
        self._dispatch(session, CanvasNoted(text))

    def take_back(self, session: SessionId, text: str) -> None:
        """See `Surroundings`."""
        self._dispatch(session, CanvasNoteWithdrawn(text))

    def _dispatch(self, session: SessionId, signal: CanvasSignal) -> None:
        try:
            self._store.in_memory(ConversationId(session)).dispatch(signal)
        except ConversationNotFound:
            logger.info("a canvas of %s is not kept: the conversation has left", session)


def _kept(record: Record) -> KeptCanvas:
    return KeptCanvas(
        instance_id=record.instance_id,
        canvas_id=record.canvas_id,
        extension_id=record.provider_id,
        input=record.input,
        extension_name=record.provider_name,
        display_name=record.display_name,
        title=record.title,
        client_id=record.client_id,
        memory=record.memory,
    )


def _record(kept: KeptCanvas) -> Record:
    return Record(
        instance_id=InstanceId(kept.instance_id),
        canvas_id=CanvasId(kept.canvas_id),
        provider_id=ProviderId(kept.extension_id),
        input=kept.input,
        provider_name=kept.extension_name,
        display_name=kept.display_name,
        title=kept.title,
        client_id=kept.client_id,
        memory=kept.memory,
    )
