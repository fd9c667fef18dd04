"""The log of a conversation that another server writes."""

from collections.abc import Callable

from anyio import to_thread

from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.disk.pages import DiskPages
from easel_conversation.log import Page, page_after, page_before


class ObservedLog:
    """Implements `ReadableLog`. Remembers nothing: every page is read from the disk.

    Its events are whole lines, so that a reader never stops where the writer would not.
    """

    def __init__(self, folder: ConversationFolder, seq: Callable[[], int]) -> None:
        """`seq`: of the newest event that may be told now."""
        self._pages = DiskPages(folder)
        self._seq = seq

    @property
    def seq(self) -> int:
        """See `ReadableLog.seq`."""
        return self._seq()

    async def after(self, seq: int, limit: int) -> Page:
        """See `ReadableLog.after`."""
        end = self.seq
        if seq >= end:
            return Page((), has_more=False)
        return page_after(await to_thread.run_sync(self._pages.after, seq, end + 1, limit), end)

    async def before(self, seq: int, limit: int) -> Page:
        """See `ReadableLog.before`."""
        end = min(seq, self.seq + 1)
        if end <= 1:
            return Page((), has_more=False)
        return page_before(await to_thread.run_sync(self._pages.before, end, limit))
