"""Transcripts: read-only documents that grow with a conversation.

A virtual document where the editor knows `workspace/textDocumentContent`, else a file.
"""

import asyncio
import logging
import os
import tempfile
from pathlib import Path
from typing import Final

import anyio
import anyio.to_thread
from lsprotocol import types

from easel_conversation.conversation import Conversation
from easel_conversation.events import Event, TurnStarted
from easel_conversation.ids import ConversationId
from easel_conversation.values import ContentBlock
from easel_server.core import Core
from easel_server.lsp.session import EditorSession
from easel_server.plain_lsp.asking_editors import Unanswered, answered
from easel_server.plain_lsp.attention import Attention
from easel_server.plain_lsp.blocks import Blocks, readable
from easel_server.plain_lsp.words import title_of

logger = logging.getLogger(__name__)

SCHEME: Final = "easel"
REFRESH_SECONDS: Final = 0.3
MAX_CHARACTERS: Final = 1024 * 1024
LEFT_OUT: Final = "> What came before is left out here."


def announce_transcripts(_: EditorSession, result: types.InitializeResult) -> None:
    """Offer virtual documents, which pygls knows but does not announce."""
    workspace = result.capabilities.workspace or types.WorkspaceOptions()
    workspace.text_document_content = types.TextDocumentContentOptions(schemes=[SCHEME])
    result.capabilities.workspace = workspace


class Transcript:
    """The transcript of one conversation: of all that happened since it was made."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._blocks = Blocks(conversation.state.agent)
        self.news = asyncio.Event()

    def note(self, event: Event) -> None:
        """Something happened."""
        if isinstance(event, TurnStarted):
            self._blocks.heading(f"## You\n\n{_prompt_text(event.prompt)}")
            self._blocks.heading(f"## Agent: {event.agent}")
        self._blocks.add(event)
        self.news.set()

    def text(self) -> str:
        """The whole document; of a very long one the end."""
        kept: list[str] = []
        left = MAX_CHARACTERS
        for block in reversed(self._blocks.all):
            left -= len(block.text)
            kept.append(block.text if left >= 0 else LEFT_OUT)
            if left < 0:
                break
        head = f"# {title_of(self._conversation.state)}"
        return "\n\n".join([head, *reversed(kept)]) + "\n"


class Transcripts:
    """The transcripts that one editor shows."""

    def __init__(self, session: EditorSession, core: Core, attention: Attention) -> None:
        self._session = session
        self._directory = core.state_dir / "transcripts"
        self._open: dict[ConversationId, Transcript] = {}
        attention.read_all(self._read)

    def begin(self, conversation: Conversation) -> None:
        """Keep a transcript of a conversation that was just made."""
        self._open[conversation.state.id] = Transcript(conversation)
        self._session.tasks.start_soon(self._refresh, conversation.state.id)

    async def show(self, conversation_id: ConversationId) -> str:
        """Bring the transcript before the person; returns its URI."""
        if not self._virtual:
            await self._write(conversation_id)
        uri = self._uri(conversation_id)
        window = self._session.client_capabilities.window
        if window is None or not window.show_document or not window.show_document.support:
            self._tell(f"The answer is written to {uri}")
            return uri
        try:
            params = types.ShowDocumentParams(uri=uri, take_focus=True)
            await answered(self._session.window_show_document_async(params))
        except Unanswered as reason:
            self._tell(f"The answer is written to {uri} ({reason})")
        return uri

    def content(self, params: types.TextDocumentContentParams) -> types.TextDocumentContentResult:
        """The text of a transcript as a virtual document."""
        for conversation_id, transcript in self._open.items():
            if params.uri == self._uri(conversation_id):
                return types.TextDocumentContentResult(text=transcript.text())
        return types.TextDocumentContentResult(text="This transcript is not kept any more.\n")

    @property
    def _virtual(self) -> bool:
        workspace = self._session.client_capabilities.workspace
        return workspace is not None and workspace.text_document_content is not None

    def _read(self, conversation: Conversation, event: Event) -> None:
        if transcript := self._open.get(conversation.state.id):
            transcript.note(event)

    async def _refresh(self, conversation_id: ConversationId) -> None:
        news = self._open[conversation_id].news
        while True:
            await news.wait()
            news.clear()
            try:
                await self._publish(conversation_id)
            except Unanswered as reason:
                logger.info("%s does not refresh: %s", self._session.peer, reason)
            except OSError:
                logger.exception("a transcript could not be written")
            await anyio.sleep(REFRESH_SECONDS)

    async def _publish(self, conversation_id: ConversationId) -> None:
        if self._virtual:
            params = types.TextDocumentContentRefreshParams(uri=self._uri(conversation_id))
            await answered(self._session.workspace_text_document_content_refresh_async(params))
        else:
            await self._write(conversation_id)

    async def _write(self, conversation_id: ConversationId) -> None:
        text = self._open[conversation_id].text()
        await anyio.to_thread.run_sync(_replace_file, self._path(conversation_id), text)

    def _uri(self, conversation_id: ConversationId) -> str:
        if self._virtual:
            return f"{SCHEME}:/transcripts/{conversation_id}.md"
        return self._path(conversation_id).as_uri()

    def _path(self, conversation_id: ConversationId) -> Path:
        return self._directory / f"{conversation_id}.md"

    def _tell(self, text: str) -> None:
        self._session.window_show_message(
            types.ShowMessageParams(type=types.MessageType.Info, message=text)
        )


def _prompt_text(prompt: tuple[ContentBlock, ...]) -> str:
    texts = [block["text"] for block in prompt if isinstance(block.get("text"), str)]
    return readable("\n\n".join(texts), final=True)


def _replace_file(path: Path, text: str) -> None:
    """Put the text in place at once: a reader sees the old or the new, never a half."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
