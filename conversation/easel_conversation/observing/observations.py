"""The conversations that a server observes."""

from collections.abc import Iterator

from anyio.abc import TaskGroup

from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.disk.guard import Ownership
from easel_conversation.disk.loading import load_existing
from easel_conversation.errors import StorageFailed
from easel_conversation.expectations import Expectations
from easel_conversation.ids import ConversationId
from easel_conversation.observing.folder_changes import FolderChanges
from easel_conversation.observing.observed import Audience, ObservedConversation


class Observations:
    """Belongs to one event loop."""

    def __init__(
        self, tasks: TaskGroup, ownership: Ownership, changes: FolderChanges, audience: Audience
    ) -> None:
        """`tasks` runs the following. `audience` is told of what is observed."""
        self._tasks = tasks
        self._ownership = ownership
        self._audience = audience
        self._changes = changes
        self._observed: dict[ConversationId, ObservedConversation] = {}

    def __iter__(self) -> Iterator[ObservedConversation]:
        """Those that are followed."""
        return iter(tuple(self._observed.values()))

    def get(self, conversation_id: ConversationId) -> ObservedConversation | None:
        """The conversation of that id, if it is followed."""
        return self._observed.get(conversation_id)

    async def look_at(self, folder: ConversationFolder) -> ObservedConversation:
        """A conversation as it is now, if it is not followed.

        Raises:
            ConversationNotFound: there is none.
            StorageFailed: the disk does not give it.
        """
        if (known := self.get(folder.id)) is not None:
            return known
        loaded = await load_existing(folder)
        observed = ObservedConversation(
            folder, loaded.state, self._ownership, self._changes, self._audience
        )
        try:
            await observed.begin()
        except OSError as error:
            raise StorageFailed("read", error.strerror or str(error)) from error
        return observed

    async def follow(self, folder: ConversationFolder) -> ObservedConversation:
        """A conversation that is followed from now on. One call at a time for each.

        Raises:
            ConversationNotFound: there is none.
            StorageFailed: the disk does not give it.
        """
        observed = await self.look_at(folder)
        if folder.id not in self._observed:
            self._observed[folder.id] = observed
            self._tasks.start_soon(observed.run)
        return observed

    def end(self, conversation_id: ConversationId) -> Expectations:
        """Follow a conversation no more. Gives those who wait for something to happen in it."""
        observed = self._observed.pop(conversation_id, None)
        if observed is None:
            return Expectations()
        observed.close()
        return observed.expectations
