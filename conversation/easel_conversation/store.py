"""All conversations of a state folder: made, found again, listed, put into the trash."""

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from weakref import WeakValueDictionary

import anyio
from anyio import CapacityLimiter, to_thread
from anyio.abc import TaskGroup

from easel_conversation.conversation import Agent, Conversation
from easel_conversation.disk.catalogue import Catalogue, Listing, Selection
from easel_conversation.disk.folder import ConversationFolder, StateFolder
from easel_conversation.disk.guard import NobodyElse, Ownership
from easel_conversation.disk.loading import Loaded, load_existing
from easel_conversation.disk.log import MOST_UNWRITTEN, DiskLog
from easel_conversation.disk.recorder import Recorder
from easel_conversation.disk.trash import move_to_trash
from easel_conversation.errors import ConversationError, ConversationNotFound, StorageFailed
from easel_conversation.ids import AgentName, ConversationId, TurnId
from easel_conversation.inputs import EaselNotice, Recover
from easel_conversation.lease.errors import LeaseError
from easel_conversation.observing.departures import Departures
from easel_conversation.observing.folder_changes import FolderChanges
from easel_conversation.observing.observations import Observations
from easel_conversation.observing.observed import Audience, Nobody, ObservedConversation
from easel_conversation.policy import Policy
from easel_conversation.readable import Readable
from easel_conversation.state import ConversationState
from easel_conversation.trash import Trash
from easel_conversation.values import JsonObject

logger = logging.getLogger(__name__)

GUESSED = (
    "What was written down when this conversation was made is damaged. Its events are all here, "
    "but its folder and MCP servers may not be what they were."
)


@dataclass(frozen=True, slots=True)
class _Open:
    """A conversation that is in memory, and those who write it down."""

    conversation: Conversation
    log: DiskLog
    recorder: Recorder

    async def aclose(self) -> None:
        """Have all of it written, and then nothing more happen in it."""
        await self.log.aclose()
        await self.recorder.aclose()
        self.conversation.close()


class ConversationStore:
    """Belongs to one event loop; disks are read and written in threads."""

    def __init__(
        self,
        directory: Path,
        tasks: TaskGroup,
        *,
        connect: Callable[[Conversation], Agent],
        welcome: Callable[[Conversation], None],
        policy: Callable[[], Policy],
        now_ms: Callable[[], int],
        ownership: Ownership | None = None,
        audience: Audience | None = None,
    ) -> None:
        """`directory`: the state folder. `tasks` runs the writing and the observing.

        `connect` gives a conversation its agent. `welcome` gets each conversation that was made or
        brought back, before anything happens in it. `audience`: who is told of observed ones, and
        of those that are gone.
        """
        self._folder = StateFolder(directory)
        self._tasks = tasks
        self._connect = connect
        self._welcome = welcome
        self._policy = policy
        self._now_ms = now_ms
        self._ownership = ownership or NobodyElse()
        self._open: dict[ConversationId, _Open] = {}
        audience, changes = audience or Nobody(), FolderChanges(tasks)
        self.observations = Observations(tasks, self._ownership, changes, audience)
        self.departures = Departures(
            self._folder.conversations, tasks, changes, self._open.__contains__, audience.gone
        )
        self._bringing_back: WeakValueDictionary[ConversationId, asyncio.Lock] = (
            WeakValueDictionary()
        )
        self._catalogue = Catalogue(self._folder, self._ownership.look)
        self._cataloguing = CapacityLimiter(1)
        self.trash = Trash(self._folder)

    def __iter__(self) -> Iterator[Conversation]:
        """Those that are in memory."""
        return iter([opened.conversation for opened in self._open.values()])

    async def create(
        self,
        *,
        agent: AgentName,
        cwd: str,
        title: str,
        additional_directories: tuple[str, ...],
        mcp_servers: tuple[JsonObject, ...],
    ) -> Conversation:
        """A new, idle conversation. It is on disk, or says why it is not."""
        now = self._now_ms()
        state = ConversationState(
            id=ConversationId(uuid.uuid4().hex),
            agent=agent,
            cwd=cwd,
            created_at_ms=now,
            updated_at_ms=now,
            title=title,
            renamed=bool(title),
            additional_directories=additional_directories,
            mcp_servers=mcp_servers,
        )
        opened = self._take_in(state)
        folder = self._existing_folder(state.id)
        try:
            await to_thread.run_sync(folder.make)
            await self._ownership.claim(folder)
            await opened.recorder.save(state)
        except (OSError, LeaseError) as error:
            text = f"This conversation cannot be written to disk yet: {_reason(error)}."
            opened.conversation.dispatch(EaselNotice("error", text))
        return opened.conversation

    async def get(self, conversation_id: ConversationId) -> Conversation:
        """The conversation of that id, brought back from disk if it is not in memory.

        Raises:
            ConversationNotFound: there is none.
            StorageFailed: the disk does not give it.
        """
        opened = self._open.get(conversation_id) or await self._bring_back(conversation_id)
        return opened.conversation

    def in_memory(self, conversation_id: ConversationId) -> Conversation:
        """The conversation of that id, which somebody got before.

        Raises:
            ConversationNotFound: it is not in memory.
        """
        try:
            return self._open[conversation_id].conversation
        except KeyError:
            raise ConversationNotFound(conversation_id) from None

    async def delete(self, conversation_id: ConversationId) -> None:
        """Put the conversation into the trash. Its agent must have been let go.

        Raises:
            ConversationNotFound: there is none.
            StorageFailed: it cannot be moved.
        """
        await self.get(conversation_id)
        async with self._lock(conversation_id):
            opened = self._open.pop(conversation_id, None)
            if opened is not None:
                await opened.aclose()
                opened.conversation.expectations.cancel()
            folder = self._existing_folder(conversation_id)
            self.departures.heed(conversation_id)
            try:
                if await to_thread.run_sync(folder.holds_a_conversation):
                    guard = self._ownership.guard(folder)
                    await guard(partial(move_to_trash, folder, self._folder.trash))
                await self._ownership.release(folder)
            except OSError as error:
                raise StorageFailed("moved to the trash", _reason(error)) from error
        await self.departures.look()

    async def list(self, selection: Selection) -> Listing:
        """A page of the conversations, newest first. The audience learns which of them go.

        Raises:
            StorageFailed: the disk does not give them.
        """
        await self.departures.follow()
        live = {each.told.id: each.sight for each in (*self.observations, *self)}
        select = partial(self._catalogue.select, selection, live)
        try:
            return await to_thread.run_sync(select, limiter=self._cataloguing)
        except OSError as error:
            raise StorageFailed("listed", _reason(error)) from error

    async def aclose(self) -> None:
        """Have everything written that can be, and notice nothing more."""
        self.departures.end()
        async with anyio.create_task_group() as closing:
            for conversation_id in tuple(self._open):
                closing.start_soon(self._close, conversation_id)

    @asynccontextmanager
    async def leaving(
        self,
        conversation_id: ConversationId,
        part: Callable[[Conversation], Awaitable[None]] | None = None,
        *,
        only_if: Callable[[Conversation], bool] = lambda _: True,
    ) -> AsyncIterator[Conversation | None]:
        """Forget a conversation here, and leave it to others when the block ends.

        In the block all of it is written, as far as it may be, it is still ours, and nobody gets
        it any more. The caller says what becomes of those who wait for something to happen in it.
        Gives None if it is not here, or not as `only_if` wants it. `part` comes first: what happens
        in it is still a part of the conversation.
        """
        async with self._lock(conversation_id):
            opened = self._open.get(conversation_id)
            if opened is None or not only_if(opened.conversation):
                yield None
                return
            del self._open[conversation_id]
            if part is not None:
                await part(opened.conversation)
            await opened.aclose()
            try:
                yield opened.conversation
            finally:
                await self._ownership.release(self._existing_folder(conversation_id))

    def is_on_disk(self, conversation: Conversation) -> bool:
        """Whether all of a conversation that is in memory is on disk, too."""
        opened = self._open.get(conversation.state.id)
        return opened is not None and opened.log.is_written

    async def read(self, conversation_id: ConversationId) -> Readable:
        """A conversation as it is now, whoever owns it.

        Raises:
            ConversationNotFound: there is none.
            StorageFailed: the disk does not give it.
        """
        opened = self._open.get(conversation_id)
        if opened is not None:
            return opened.conversation
        return await self.observations.look_at(self._existing_folder(conversation_id))

    async def kept(self, conversation_id: ConversationId) -> ConversationState:
        """A conversation as it is now, whoever owns it: on disk, as far as that takes it.

        Raises:
            ConversationNotFound: there is none.
            StorageFailed: the disk does not give it.
        """
        conversation = await self.read(conversation_id)
        if isinstance(conversation, Conversation):
            await conversation.log.kept()
        return conversation.told

    async def observe(self, conversation_id: ConversationId) -> Conversation | ObservedConversation:
        """A conversation that is followed without becoming its owner; our own, if it is ours.

        Raises:
            ConversationNotFound: there is none.
            StorageFailed: the disk does not give it.
        """
        async with self._lock(conversation_id):
            if opened := self._open.get(conversation_id):
                return opened.conversation
            observed = await self.observations.follow(self._existing_folder(conversation_id))
            self.departures.heed(conversation_id)
            return observed

    def new_folder(self) -> ConversationFolder:
        """Where a conversation may come to lie that is not there yet."""
        return self._existing_folder(ConversationId(uuid.uuid4().hex))

    def folder(self, conversation_id: ConversationId) -> ConversationFolder:
        """Where a conversation lies.

        Raises:
            ConversationNotFound: nowhere.
        """
        folder = self._existing_folder(conversation_id)
        if not folder.path.is_dir():
            raise ConversationNotFound(conversation_id)
        return folder

    async def _bring_back(self, conversation_id: ConversationId) -> _Open:
        folder = self._existing_folder(conversation_id)
        async with self._lock(conversation_id):
            if opened := self._open.get(conversation_id):
                return opened
            if not folder.path.is_dir():
                raise ConversationNotFound(conversation_id)
            await self._ownership.claim(folder)
            try:
                return await self._revive(await load_existing(folder))
            except ConversationError:
                await self._ownership.release(folder)
                raise

    async def _close(self, conversation_id: ConversationId) -> None:
        async with self.leaving(conversation_id) as conversation:
            if conversation is not None:
                conversation.expectations.cancel()

    async def _revive(self, loaded: Loaded) -> _Open:
        """Take in a conversation of an earlier server, which is gone with its agents."""
        opened = self._take_in(loaded.state)
        opened.recorder.loaded(loaded.state, loaded.folded)
        untold = MOST_UNWRITTEN if loaded.state.turn is not None else 0
        opened.conversation.dispatch(Recover(untold))
        if loaded.guessed:
            opened.conversation.dispatch(EaselNotice("warning", GUESSED))
        await opened.log.kept()
        return opened

    def _take_in(self, state: ConversationState) -> _Open:
        folder = self._existing_folder(state.id)
        guard = self._ownership.guard(folder)
        log = DiskLog(folder, state.seq, self._tasks, guard)
        recorder = Recorder(folder, self._tasks, guard)
        conversation = Conversation(
            state,
            log,
            self._connect,
            self._policy,
            self._now_ms,
            lease=partial(self._ownership.ours, folder),
        )
        conversation.expectations.join(self.observations.end(state.id))
        conversation.listen(recorder.note)
        opened = self._open[state.id] = _Open(conversation, log, recorder)
        self._welcome(conversation)
        return opened

    def _existing_folder(self, conversation_id: ConversationId) -> ConversationFolder:
        folder = self._folder.conversation(conversation_id)
        if folder is None:
            raise ConversationNotFound(conversation_id)
        return folder

    def _lock(self, conversation_id: ConversationId) -> asyncio.Lock:
        return self._bringing_back.setdefault(conversation_id, asyncio.Lock())


def new_turn_id() -> TurnId:
    """An id that no other turn has."""
    return TurnId(uuid.uuid4().hex)


def _reason(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)
