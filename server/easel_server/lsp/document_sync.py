"""How editors tell what is typed, and what to make of it when they do not tell it in order."""

from typing import Final

from lsprotocol import types

DISORDERLY: Final = frozenset({"helix"})
"""Clients that send changes in another order than they were made: seen with Helix 25.01 under
load. They are asked for whole texts, of which the newest counts."""


def choose_sync(result: types.InitializeResult, client_name: str | None) -> None:
    """Ask for whole texts, in the answer to `initialize`, if single changes may be out of order."""
    sync = result.capabilities.text_document_sync
    if isinstance(sync, types.TextDocumentSyncOptions) and client_name in DISORDERLY:
        sync.change = types.TextDocumentSyncKind.Full


def is_outdated(params: types.DidChangeTextDocumentParams, known: int | None) -> bool:
    """Whether this is a whole text older than the one that is known."""
    whole = any(
        isinstance(change, types.TextDocumentContentChangeWholeDocument)
        for change in params.content_changes
    )
    return whole and known is not None and params.text_document.version < known
