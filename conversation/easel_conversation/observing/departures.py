"""Noticing that conversations are gone: deleted here, by another server, or by hand."""

import asyncio
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import anyio
from anyio import to_thread
from anyio.abc import TaskGroup

from easel_conversation.disk.durable import make_private_folder
from easel_conversation.ids import ConversationId
from easel_conversation.observing.folder_changes import FolderChanges

logger = logging.getLogger(__name__)

LOOK_SECONDS: Final = 1.0
"""How often to look where the system does not tell of changes."""


class Departures:
    """Tells once of each conversation that is not on disk any more. Belongs to one event loop."""

    def __init__(
        self,
        folder: Path,
        tasks: TaskGroup,
        changes: FolderChanges,
        is_in_memory: Callable[[ConversationId], bool],
        tell: Callable[[ConversationId], None],
    ) -> None:
        """`folder`: that of all conversations. `tasks` runs the following.

        What `is_in_memory` is not gone, whatever became of its folder.
        """
        self._folder = folder
        self._tasks = tasks
        self._changes = changes
        self._is_in_memory = is_in_memory
        self._tell = tell
        self._known: frozenset[ConversationId] = frozenset()
        self._looking = asyncio.Lock()
        self._following = anyio.CancelScope()
        self._is_following = asyncio.Event()
        self._begun = False

    async def follow(self) -> None:
        """Have noticed what others delete from now on."""
        if not self._begun:
            self._begun = True
            self._tasks.start_soon(self._run)
        await self._is_following.wait()

    def end(self) -> None:
        """Notice nothing more."""
        self._following.cancel()

    def heed(self, conversation_id: ConversationId) -> None:
        """Tell of this one when it is gone, even if no look has found it yet."""
        self._known |= {conversation_id}

    async def look(self) -> None:
        """Tell of those that are gone since the last look."""
        async with self._looking:
            before = self._known
            try:
                there = await to_thread.run_sync(_names_in, self._folder)
            except OSError as error:
                logger.warning("%s cannot be read now: %s", self._folder, error)
                return
            gone = frozenset(id_ for id_ in before - there if not self._is_in_memory(id_))
            self._known = (self._known | there) - gone
            for conversation_id in gone:
                self._tell(conversation_id)

    async def _run(self) -> None:
        try:
            with self._following:
                await to_thread.run_sync(make_private_folder, self._folder)
                await self._look_at_each_change()
        except OSError as error:
            logger.warning("Not noticing what others delete: %s", error)
        finally:
            self._is_following.set()

    async def _look_at_each_change(self) -> None:
        news = asyncio.Event()
        stop = self._changes.watch(self._folder, news.set)
        patience = LOOK_SECONDS if stop is None else float("inf")
        try:
            await self.look()
            self._is_following.set()
            while True:
                with anyio.move_on_after(patience):
                    await news.wait()
                news.clear()
                await self.look()
        finally:
            if stop is not None:
                stop()


def _names_in(folder: Path) -> frozenset[ConversationId]:
    try:
        return frozenset(map(ConversationId, os.listdir(folder)))
    except (FileNotFoundError, NotADirectoryError):
        return frozenset()
