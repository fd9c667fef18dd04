"""Pages of a log: what is on disk, continued by what is in memory. Blocks."""

import logging
from itertools import chain

from easel_conversation.clock import iso
from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.disk.line import unreadable
from easel_conversation.disk.reader import LogReader
from easel_conversation.events import Event
from easel_conversation.runs import Parts, newest, oldest

logger = logging.getLogger(__name__)


class DiskPages:
    """Where the disk does not give what it has, a page says so in its place."""

    def __init__(self, folder: ConversationFolder) -> None:
        self._path = folder.events

    def after(self, seq: int, before: int, limit: int, newer: tuple[Event, ...] = ()) -> Parts:
        """The oldest events between two places, both exclusive, and then `newer`."""
        try:
            return oldest(chain(LogReader(self._path).forward(seq, before), newer), limit)
        except OSError:
            logger.exception("%s cannot be read", self._path)
            return oldest((unreadable(seq + 1, before - 1, iso(0)), *newer), limit)

    def before(self, before: int, limit: int, newer: tuple[Event, ...] = ()) -> Parts:
        """The newest events of those before a place, which `newer` follow."""
        try:
            older = LogReader(self._path).backward(before)
            return newest(chain(reversed(newer), older), limit)
        except OSError:
            logger.exception("%s cannot be read", self._path)
            return newest((*reversed(newer), unreadable(1, before - 1, iso(0))), limit)
