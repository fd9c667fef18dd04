"""Adds what plain LSP carries to a session."""

from typing import Final

from lsprotocol import types

from easel_server.core import Core
from easel_server.lsp.session import EditorSession
from easel_server.plain_lsp.attention import Attention
from easel_server.plain_lsp.canvas_documents import CanvasDocuments
from easel_server.plain_lsp.chat.chats import Chats
from easel_server.plain_lsp.chat.document import is_chat
from easel_server.plain_lsp.chat.features import chat_actions, register_chats
from easel_server.plain_lsp.code_requests import CodeRequests
from easel_server.plain_lsp.dialogs import Dialogs, register_dialogs
from easel_server.plain_lsp.lost_sessions import register_lost_sessions
from easel_server.plain_lsp.progress import register_progress
from easel_server.plain_lsp.read_only_documents import ReadOnlyDocuments
from easel_server.plain_lsp.transcripts import Transcripts

NOT_KEPT: Final = "This document is not kept any more.\n"


def register_plain_lsp(session: EditorSession, core: Core) -> None:
    """Show conversations by the means of LSP itself."""
    attention = Attention(session, core)
    dialogs = Dialogs(session, core)
    chats = Chats(session, core, dialogs, attention)
    documents = ReadOnlyDocuments(session, core.state_dir)
    transcripts = Transcripts(documents, attention)
    canvases = CanvasDocuments(session, core, attention, documents)
    requests = CodeRequests(session, core, transcripts)
    register_progress(session, core, attention)
    register_dialogs(session, dialogs, attention, chats.asks)
    register_lost_sessions(session, core, attention)
    register_chats(session, chats)

    @session.feature(types.INITIALIZE)
    def initialize(_: types.InitializeParams) -> None:
        session.tasks.start_soon(attention.run)
        session.tasks.start_soon(canvases.run)

    @session.feature(types.TEXT_DOCUMENT_CODE_ACTION)
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        return chat_actions(chats, uri) if is_chat(uri) else await requests.actions(params)

    @session.feature(types.WORKSPACE_TEXT_DOCUMENT_CONTENT)
    async def text_document_content(
        params: types.TextDocumentContentParams,
    ) -> types.TextDocumentContentResult:
        text = await documents.content(params.uri) or await canvases.content(params.uri)
        return types.TextDocumentContentResult(text=text or NOT_KEPT)
