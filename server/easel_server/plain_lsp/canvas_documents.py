"""Canvases as text, for editors that show nothing else."""

import re
from functools import partial
from typing import TYPE_CHECKING, Final

import anyio

from easel_canvas.errors import CanvasError
from easel_canvas.model.actions import FOCUS, MessagePosted, Updated
from easel_canvas.model.channels import instance_of
from easel_canvas.model.envelope import Envelope
from easel_canvas.values import InstanceId, SessionId
from easel_conversation.conversation import Conversation
from easel_conversation.errors import ConversationError
from easel_conversation.events import CanvasesChanged, Event
from easel_conversation.ids import ConversationId
from easel_server.core import Core
from easel_server.lsp.session import EditorSession
from easel_server.plain_lsp.attention import Attention
from easel_server.plain_lsp.read_only_documents import SCHEME, ReadOnlyDocuments

if TYPE_CHECKING:
    from easel_canvas.host.session import CanvasSession

CLOSED: Final = "*This canvas is closed.*\n"
_URI: Final = re.compile(rf"{SCHEME}:/canvases/([^/]+)/([^/]+)\.md")


class CanvasDocuments:
    """Shows canvases as they are opened, in editors that announced nothing."""

    def __init__(
        self,
        session: EditorSession,
        core: Core,
        attention: Attention,
        documents: ReadOnlyDocuments,
    ) -> None:
        self._session = session
        self._core = core
        self._documents = documents
        attention.read(self._read)

    async def run(self) -> None:
        """Listen until cancelled."""
        stop = self._core.canvases.listen(self._hear)
        try:
            await anyio.sleep_forever()
        finally:
            stop()

    def _hear(self, session: SessionId, envelope: Envelope) -> None:
        """Something happened to a canvas."""
        path = _path(session, instance_of(envelope.channel))
        if path not in self._documents or envelope.rejection is not None:
            return
        match envelope.action:
            case Updated():
                self._documents.changed(path)
            case MessagePosted(payload=payload) if payload == FOCUS:
                self._show(path)

    async def content(self, uri: str) -> str | None:
        """The text of a canvas, kept here or not; None if it is the address of something else."""
        named = _URI.fullmatch(uri)
        if named is None:
            return None
        try:
            conversation = await self._core.store.get(ConversationId(named[1]))
        except ConversationError as error:
            return f"*{error}*\n"
        return await _text(self._core.canvases.get().of(conversation), InstanceId(named[2]))

    def _read(self, conversation: Conversation, event: Event) -> None:
        if not isinstance(event, CanvasesChanged):
            return
        session = SessionId(conversation.state.id)
        if event.closed is not None:
            self._documents.end(_path(session, InstanceId(event.closed)))
        news = event.opened or event.changed
        if news is not None:
            self._opened(conversation, InstanceId(news.instance_id))

    def _opened(self, conversation: Conversation, instance_id: InstanceId) -> None:
        path = _path(SessionId(conversation.state.id), instance_id)
        if path in self._documents:
            self._documents.changed(path)
            return
        canvases = self._core.canvases.get().of(conversation)
        self._documents.keep(path, partial(_text, canvases, instance_id))
        self._show(path)

    def _show(self, path: str) -> None:
        self._session.tasks.start_soon(self._documents.show, path, "A canvas is written to")


def _path(session: SessionId, instance_id: InstanceId | None) -> str:
    return f"canvases/{session}/{instance_id}.md"


async def _text(canvases: "CanvasSession", instance_id: InstanceId) -> str:
    try:
        return await canvases.text(instance_id)
    except CanvasError as error:
        return CLOSED if error.code == "canvas_not_open" else f"*{error.message}*\n"
