"""An editor's open documents, in memory."""

from dataclasses import dataclass, field
from pathlib import Path

from easel_acp.files.errors import EditorRefusedError


@dataclass
class InMemoryDocuments:
    """Implements `OpenDocuments`: texts by canonical path, and whether they may be edited."""

    documents: dict[Path, str] = field(default_factory=dict)
    read_only: bool = False

    def text_of(self, path: Path) -> str | None:
        """The text of an open document."""
        return self.documents.get(path)

    async def replace_text(self, path: Path, new_text: str) -> None:
        """Edit, or refuse."""
        if self.read_only:
            raise EditorRefusedError(path, "it is read-only")
        self.documents[path] = new_text
