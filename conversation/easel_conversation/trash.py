"""The conversations that were deleted: listed, put back, and in the end removed for good."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from anyio import to_thread

from easel_conversation.clock import iso
from easel_conversation.disk.folder import StateFolder
from easel_conversation.disk.loading import glance_of
from easel_conversation.disk.search import Search
from easel_conversation.disk.trash import deleted, expired, move_back, remove
from easel_conversation.errors import ConversationExists, ConversationNotFound, StorageFailed
from easel_conversation.glance import Glance, at_rest
from easel_conversation.ids import ConversationId

logger = logging.getLogger(__name__)

SEARCH_BYTES: Final = 256 * 1024 * 1024
"""What is read of logs for one search."""


@dataclass(frozen=True, slots=True)
class DeletedConversation:
    """A conversation in the trash. `deleted_at`: ISO 8601 UTC."""

    glance: Glance
    deleted_at: str


class Trash:
    """The trash of a state folder."""

    def __init__(self, folder: StateFolder) -> None:
        self._folder = folder

    async def list(self, query: str) -> tuple[DeletedConversation, ...]:
        """Those with every word of `query`, the last deleted first.

        Raises:
            StorageFailed: the disk does not give them.
        """
        try:
            return await to_thread.run_sync(lambda: tuple(self._found(query)))
        except OSError as error:
            raise StorageFailed("listed", error.strerror or str(error)) from error

    async def restore(self, conversation_id: ConversationId) -> Glance:
        """Put a conversation back to where it was.

        Raises:
            ConversationNotFound: it is not in the trash.
            ConversationExists: there is one of the same id again.
            StorageFailed: it cannot be moved.
        """
        folder = self._folder.conversation(conversation_id)
        if folder is None:
            raise ConversationNotFound(conversation_id)
        try:
            await to_thread.run_sync(move_back, folder, self._folder)
            glance = await to_thread.run_sync(glance_of, folder)
        except FileNotFoundError:
            raise ConversationNotFound(conversation_id) from None
        except FileExistsError:
            raise ConversationExists(conversation_id) from None
        except OSError as error:
            raise StorageFailed("restored", error.strerror or str(error)) from error
        if glance is None:
            raise ConversationNotFound(conversation_id)
        return at_rest(glance)

    async def remove_old(self, seconds: float, most: int) -> None:
        """Remove for good what has been here for so long, and the oldest beyond `most`.

        Raises:
            StorageFailed: the disk does not say what is here.
        """
        try:
            await to_thread.run_sync(partial(self._remove_old, seconds, most))
        except OSError as error:
            raise StorageFailed("removed", error.strerror or str(error)) from error

    def _found(self, query: str) -> Iterator[DeletedConversation]:
        search = Search(query, SEARCH_BYTES)
        for since, folder in deleted(self._folder.trash):
            restorable = self._folder.conversation(folder.id) is not None
            glance = glance_of(folder) if restorable and search.left >= 0 else None
            if glance is None:
                continue
            if search.finds(f"{glance.title} {glance.agent}", folder.events):
                yield DeletedConversation(at_rest(glance), iso(round(since * 1000)))

    def _remove_old(self, seconds: float, most: int) -> None:
        for _, folder in expired(self._folder.trash, time.time(), seconds, most):
            try:
                remove(folder)
            except FileNotFoundError:
                continue  # by another server
            except OSError as error:
                logger.warning("%s cannot be removed: %s", folder.path, error)
            else:
                logger.info("%s was in the trash for long and is removed", folder.path)
