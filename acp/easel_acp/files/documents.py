"""What the files of an agent need to know of the editor."""

from pathlib import Path
from typing import Protocol


class OpenDocuments(Protocol):
    """The documents that the editor has open.

    Paths are canonical (`canonical_path`): whoever implements this compares them with the canonical
    paths of its documents, for an editor may have opened the same file through a link.
    """

    def text_of(self, path: Path) -> str | None:
        """The text of the open document, saved or not; None if the file is not open."""
        ...

    async def replace_text(self, path: Path, new_text: str) -> None:
        """Have the editor make *new_text* the text of the open document, so that it can be undone.

        Raises:
            EditorRefusedError: the editor did not do it.
        """
        ...
