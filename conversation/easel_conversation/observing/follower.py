"""Reads what is added to a log. Blocks."""

from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.disk.loading import load
from easel_conversation.disk.reader import LogReader
from easel_conversation.events import Event
from easel_conversation.fold import fold
from easel_conversation.state import ConversationState


class LogFollower:
    """Keeps a state in step with a log.

    A line that is not whole yet is read when it is. A file that has become shorter (its writer took
    back what did not fit on the disk, and will write it again) is read anew.
    """

    def __init__(self, folder: ConversationFolder, state: ConversationState) -> None:
        """`state`: as of some event of the log."""
        self.state = state
        self._folder = folder
        self._size = 0

    def read(self) -> tuple[Event, ...]:
        """The events that have come since the last time.

        Raises:
            OSError: the disk does not give them.
        """
        size = self._size_now()
        if size < self._size:
            self._begin_anew()
        if size == self._size:
            return ()
        events: list[Event] = []
        while page := tuple(LogReader(self._folder.events).forward(self.state.seq)):
            for event in page:
                self.state = fold(self.state, event)
            events += page
        self._size = size
        return tuple(events)

    def _size_now(self) -> int:
        try:
            return self._folder.events.stat().st_size
        except FileNotFoundError:
            return 0

    def _begin_anew(self) -> None:
        loaded = load(self._folder)
        if loaded is not None:
            self.state = loaded.state
