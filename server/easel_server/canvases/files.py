"""The files that the canvases of a conversation may show: those that its agent may read."""

import os
from pathlib import Path
from typing import Final

import anyio
from anyio import to_thread

from easel_acp.files.default_disk import default_disk
from easel_acp.files.disk import Disk
from easel_acp.files.documents import OpenDocuments
from easel_acp.files.errors import FileError, FileMissingError, FileTooLargeError
from easel_acp.files.roots import Roots
from easel_canvas.builtin import FileRefused
from easel_canvas.values import SessionId
from easel_conversation.errors import ConversationNotFound
from easel_conversation.ids import ConversationId
from easel_conversation.store import ConversationStore

DISK_SECONDS: Final = 20.0


class ConversationFiles:
    """Implements `Files`. What an editor has open is shown as it is there."""

    def __init__(self, store: ConversationStore, documents: OpenDocuments) -> None:
        self._store = store
        self._documents = documents
        self._disk: Disk = default_disk()

    async def read(self, session: SessionId, path: str, limit: int) -> bytes:
        """See `Files`."""
        try:
            with anyio.fail_after(DISK_SECONDS):
                return await self._read(session, path, limit)
        except FileMissingError:
            raise FileRefused(f"There is no file {path}.") from None
        except (FileError, ConversationNotFound) as error:
            raise FileRefused(str(error)) from None
        except TimeoutError:
            raise FileRefused(f"The disk does not give {path}.") from None

    async def _read(self, session: SessionId, path: str, limit: int) -> bytes:
        state = self._store.in_memory(ConversationId(session)).state
        roots = Roots.of(Path(state.cwd), map(Path, state.additional_directories))
        full = os.path.join(state.cwd, path)

        def read() -> bytes:
            return roots.at(full, lambda place: self._disk.read(place, limit))

        place = await to_thread.run_sync(roots.locate, full, abandon_on_cancel=True)
        shown = self._documents.text_of(place.path)
        if shown is None:
            return await to_thread.run_sync(read, abandon_on_cancel=True)
        data = shown.encode(errors="replace")
        if len(data) > limit:
            raise FileTooLargeError(full, limit)
        return data
