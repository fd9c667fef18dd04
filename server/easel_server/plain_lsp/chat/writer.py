"""Writes into a document that a person edits at the same time.

An edit is made for the newest text that is known and carries its version; the editor refuses it
if the person was faster. Some editors say that they applied what they refused, so what counts is
the text that they tell of afterwards.
"""

import logging
from collections.abc import Callable
from typing import Final

import anyio
from lsprotocol import types
from pygls.workspace import PositionCodec, TextDocument

from easel_server.lsp.session import EditorSession
from easel_server.plain_lsp.asking_editors import Unanswered, answered
from easel_server.plain_lsp.chat.document import Change, applied

logger = logging.getLogger(__name__)

ATTEMPTS: Final = 10
TOLD_SECONDS: Final = 10.0
"""How long an editor may take to tell of a change that it made."""
REFUSED_SECONDS: Final = 0.3
"""How long to wait for a newer text before an edit that was refused is tried again."""

Edit = Callable[[str], tuple[Change, ...] | None]
"""What to change in a text; None if there is no place for it any more."""
Test = Callable[[str], bool]


class NoPlace(Exception):
    """The document was closed, or the person removed the place that was written to."""


class DocumentWriter:
    """Writes into one document of one editor. One edit at a time."""

    def __init__(self, session: EditorSession, uri: str) -> None:
        self._session = session
        self._uri = uri
        self._one_at_a_time = anyio.Lock()
        self._changed = anyio.Event()

    def changed(self) -> None:
        """The editor told of a new text."""
        self._changed.set()
        self._changed = anyio.Event()

    async def write(self, edit: Edit, is_done: Test) -> bool:
        """Change the document; false if the person, or the editor, did not let us for now.

        Args:
            is_done: whether a text has the change, although it is not the one that was expected.

        Raises:
            NoPlace: there is nothing to write to any more.
        """
        async with self._one_at_a_time:
            for _ in range(ATTEMPTS):
                document = self._document()
                changes = edit(document.source)
                if changes is None:
                    raise NoPlace
                if not changes or await self._attempt(document, changes, is_done):
                    return True
        return False

    async def _attempt(
        self, document: TextDocument, changes: tuple[Change, ...], is_done: Test
    ) -> bool:
        before, version = document.source, document.version
        expected = applied(before, changes)
        params = types.ApplyWorkspaceEditParams(
            edit=self._workspace_edit(document, changes), label="Easel"
        )
        patience = TOLD_SECONDS if await self._is_applied(params) else REFUSED_SECONDS
        with anyio.move_on_after(patience):
            while self._document().version == version:
                await self._changed.wait()
        now: str = self._document().source
        return now == expected or (now != before and is_done(now))

    async def _is_applied(self, params: types.ApplyWorkspaceEditParams) -> bool:
        """Whether the editor says that it made the edit."""
        try:
            return (await answered(self._session.workspace_apply_edit_async(params))).applied
        except Unanswered as reason:
            logger.info("%s did not edit: %s", self._session.peer, reason)
            return False

    def _document(self) -> TextDocument:
        if self._uri not in self._session.workspace.text_documents:
            raise NoPlace
        return self._session.workspace.get_text_document(self._uri)

    def _workspace_edit(
        self, document: TextDocument, changes: tuple[Change, ...]
    ) -> types.WorkspaceEdit:
        codec = document.position_codec
        edits = [
            types.TextEdit(range=_range(document.source, change, codec), new_text=change.text)
            for change in changes
        ]
        workspace = self._session.client_capabilities.workspace
        kinds = workspace.workspace_edit if workspace is not None else None
        if kinds is None or not kinds.document_changes:
            return types.WorkspaceEdit(changes={self._uri: edits})
        identifier = types.OptionalVersionedTextDocumentIdentifier(
            uri=self._uri, version=document.version
        )
        return types.WorkspaceEdit(
            document_changes=[types.TextDocumentEdit(text_document=identifier, edits=[*edits])]
        )


def _range(text: str, change: Change, codec: PositionCodec) -> types.Range:
    return types.Range(
        start=position_at(text, change.start, codec), end=position_at(text, change.end, codec)
    )


def position_at(text: str, offset: int, codec: PositionCodec) -> types.Position:
    """The position of an offset, in the units that the editor counts in."""
    begin = text.rfind("\n", 0, offset) + 1
    column = codec.client_num_units(text[begin:offset])
    return types.Position(line=text.count("\n", 0, begin), character=column)
