"""Read-only documents of Easel's, which are kept up to date.

Virtual documents where the editor knows `workspace/textDocumentContent`, else files.
"""

import asyncio
import logging
import os
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import anyio
import anyio.to_thread
from lsprotocol import types

from easel_server.lsp.session import EditorSession
from easel_server.plain_lsp.asking_editors import Unanswered, answered

logger = logging.getLogger(__name__)

SCHEME: Final = "easel"
REFRESH_SECONDS: Final = 0.3

Text = Callable[[], Awaitable[str]]
"""What a document says now."""


def announce_documents(_: EditorSession, result: types.InitializeResult) -> None:
    """Offer virtual documents, which pygls knows but does not announce."""
    workspace = result.capabilities.workspace or types.WorkspaceOptions()
    workspace.text_document_content = types.TextDocumentContentOptions(schemes=[SCHEME])
    result.capabilities.workspace = workspace


class ReadOnlyDocuments:
    """The documents that one editor shows, by their path such as `transcripts/c1.md`."""

    def __init__(self, session: EditorSession, directory: Path) -> None:
        """`directory`: where the files go, for editors without virtual documents."""
        self._session = session
        self._directory = directory
        self._texts: dict[str, Text] = {}
        self._news: dict[str, asyncio.Event] = {}

    def __contains__(self, path: str) -> bool:
        return path in self._news

    def keep(self, path: str, text: Text) -> None:
        """Have a document of that text; `changed` says when there is another one."""
        self._texts[path] = text
        self._news[path] = asyncio.Event()
        self._session.tasks.start_soon(self._refresh, path, self._news[path])

    def changed(self, path: str) -> None:
        """The text is another one now, of a document that may not be kept at all."""
        if path in self._news:
            self._news[path].set()

    def end(self, path: str) -> None:
        """The text will not change any more."""
        if path in self._news:
            self._news.pop(path).set()

    async def show(self, path: str, otherwise: str) -> str:
        """Bring a document before the person; returns its URI.

        An editor that cannot be made to show documents gets the message `otherwise` and the URI.
        """
        if not self._virtual:
            await self._write(path)
        uri = self.uri(path)
        window = self._session.client_capabilities.window
        if window is None or not window.show_document or not window.show_document.support:
            self._tell(f"{otherwise} {uri}")
            return uri
        try:
            params = types.ShowDocumentParams(uri=uri, take_focus=True)
            await answered(self._session.window_show_document_async(params))
        except Unanswered as reason:
            self._tell(f"{otherwise} {uri} ({reason})")
        return uri

    def uri(self, path: str) -> str:
        """Where the editor finds the document."""
        return f"{SCHEME}:/{path}" if self._virtual else (self._directory / path).as_uri()

    async def content(self, uri: str) -> str | None:
        """The text of a virtual document; None if it is not kept."""
        text = self._texts.get(uri.removeprefix(f"{SCHEME}:/"))
        return None if text is None else await text()

    @property
    def _virtual(self) -> bool:
        workspace = self._session.client_capabilities.workspace
        return workspace is not None and workspace.text_document_content is not None

    async def _refresh(self, path: str, news: asyncio.Event) -> None:
        while self._news.get(path) is news or news.is_set():
            await news.wait()
            news.clear()
            try:
                await self._publish(path)
            except Unanswered as reason:
                logger.info("%s does not refresh: %s", self._session.peer, reason)
            except OSError:
                logger.exception("%s could not be written", path)
            await anyio.sleep(REFRESH_SECONDS)
        if path not in self._news:
            self._texts.pop(path, None)

    async def _publish(self, path: str) -> None:
        if self._virtual:
            params = types.TextDocumentContentRefreshParams(uri=self.uri(path))
            await answered(self._session.workspace_text_document_content_refresh_async(params))
        else:
            await self._write(path)

    async def _write(self, path: str) -> None:
        if path not in self._texts:
            return
        text = await self._texts[path]()
        await anyio.to_thread.run_sync(_replace_file, self._directory / path, text)

    def _tell(self, text: str) -> None:
        self._session.window_show_message(
            types.ShowMessageParams(type=types.MessageType.Info, message=text)
        )


def _replace_file(path: Path, text: str) -> None:
    """Put the text in place at once: a reader sees the old or the new, never a half."""
    _make_private(path.parent)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _make_private(folder: Path) -> None:
    if not folder.is_dir():
        _make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
