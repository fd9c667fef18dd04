"""The documents that editors have open, as the files of an agent see them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import anyio
from lsprotocol import types
from pygls.uris import to_fs_path

from easel_acp.files.errors import EditorRefusedError
from easel_acp.files.roots import canonical_path
from easel_server.lsp.session import EditorSession

APPLY_SECONDS: Final = 10.0


class EditorDocuments:
    """Open documents of every connected editor. Implements `OpenDocuments`."""

    def __init__(self, sessions: Iterable[EditorSession]) -> None:
        """`sessions` is read anew at each call."""
        self._sessions = sessions

    def text_of(self, path: Path) -> str | None:
        """The text of the open document, saved or not; None if no editor has it open."""
        for session in self._sessions:
            uri = _open_uri(session, path)
            if uri is not None:
                text: str = session.workspace.get_text_document(uri).source
                return text
        return None

    async def replace_text(self, path: Path, new_text: str) -> None:
        """Have the editor that has the file open make `new_text` its text.

        Raises:
            EditorRefusedError: the editor did not do it.
        """
        for session in self._sessions:
            uri = _open_uri(session, path)
            if uri is not None:
                await _apply(session, uri, path, new_text)
                return
        raise EditorRefusedError(path, "the document was closed")


def minimal_edit(old: str, new: str) -> types.TextEdit:
    """The edit of whole lines that makes `new` of `old`: what stays, stays untouched."""
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    shorter = min(len(old_lines), len(new_lines))
    head = 0
    while head < shorter and old_lines[head] == new_lines[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old_lines[-1 - tail] == new_lines[-1 - tail]:
        tail += 1
    return types.TextEdit(
        range=types.Range(
            start=types.Position(line=head, character=0),
            end=types.Position(line=len(old_lines) - tail, character=0),
        ),
        new_text="".join(new_lines[head : len(new_lines) - tail]),
    )


def _open_uri(session: EditorSession, path: Path) -> str | None:
    uris: Iterable[str] = session.workspace.text_documents
    for uri in uris:
        opened = to_fs_path(uri)
        if opened is not None and canonical_path(opened) == path:
            return uri
    return None


async def _apply(session: EditorSession, uri: str, path: Path, new_text: str) -> None:
    document = session.workspace.get_text_document(uri)
    edit = types.TextDocumentEdit(
        text_document=types.OptionalVersionedTextDocumentIdentifier(
            uri=uri, version=document.version
        ),
        edits=[minimal_edit(document.source, new_text)],
    )
    params = types.ApplyWorkspaceEditParams(
        edit=types.WorkspaceEdit(document_changes=[edit]), label=f"Agent edit of {path.name}"
    )
    try:
        with anyio.fail_after(APPLY_SECONDS):
            result = await session.workspace_apply_edit_async(params)
    except TimeoutError:
        raise EditorRefusedError(path, "it did not answer") from None
    if not result.applied:
        raise EditorRefusedError(path, result.failure_reason or "it gave no reason")
