"""Which conversations concern an editor, and what happens in them."""

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import anyio
from pygls.uris import to_fs_path

from easel_conversation.conversation import Conversation
from easel_conversation.errors import ConversationNotFound
from easel_conversation.events import (
    ElicitationRequested,
    Event,
    PermissionRequested,
    TurnStarted,
)
from easel_conversation.ids import ConversationId
from easel_server.core import Core
from easel_server.lsp.session import EditorSession

Reader = Callable[[Conversation, Event], None]

_LOOK_ANEW: Final = (TurnStarted, PermissionRequested, ElicitationRequested)


class Attention:
    """Passes the events of conversations on to the parts of one editor's session.

    `read` is for what an editor that announced itself shows by its own means.
    """

    def __init__(self, session: EditorSession, core: Core) -> None:
        self._session = session
        self._core = core
        self._readers: list[Reader] = []
        self._readers_of_all: list[Reader] = []
        self._concerned: dict[ConversationId, bool] = {}

    def read(self, reader: Reader) -> None:
        """Have `reader` called with each event of the conversations that concern the editor.

        In order; it must return at once. Never for an editor that announced itself.
        """
        self._readers.append(reader)

    def read_all(self, reader: Reader) -> None:
        """Have `reader` called with each event of every conversation, as `read`."""
        self._readers_of_all.append(reader)

    async def run(self) -> None:
        """Listen until cancelled."""
        stop = self._core.listen(self._hear)
        try:
            await anyio.sleep_forever()
        finally:
            stop()

    def _hear(self, conversation: Conversation, events: tuple[Event, ...]) -> None:
        readers = [*self._readers_of_all]
        if self._session.announced.easel is None and self._concerns(conversation, events):
            readers += self._readers
        for event in events:
            for reader in readers:
                reader(conversation, event)

    def _concerns(self, conversation: Conversation, events: tuple[Event, ...]) -> bool:
        """Looked at anew when a turn begins or somebody is asked, not with every piece of text."""
        known = self._concerned.get(conversation.state.id)
        if known is not None and not any(isinstance(event, _LOOK_ANEW) for event in events):
            return known
        workspaces = {editor: workspace_folders(editor) for editor in self._core.editors}
        own = workspaces.pop(self._session, ())
        found = concerns(conversation.state.cwd, own, workspaces.values())
        self._concerned[conversation.state.id] = found
        return found


def until_deleted(conversation: Conversation) -> asyncio.Future[Event]:
    """A future that is done as soon as the conversation is deleted; cancel it to stop waiting."""
    return conversation.expect(lambda _: False)


async def find_conversation(core: Core, conversation_id: ConversationId) -> Conversation | None:
    """The conversation of that id, if there is one."""
    try:
        return await core.store.get(conversation_id)
    except ConversationNotFound:
        return None


def workspace_folders(session: EditorSession) -> tuple[Path, ...]:
    """The folders that are open in the editor."""
    uris = session.workspace.folders or session.announced.workspace_folders
    paths = (to_fs_path(uri) for uri in uris)
    return tuple(Path(path) for path in paths if path is not None)


def concerns(cwd: str, own: Iterable[Path], others: Iterable[Iterable[Path]]) -> bool:
    """Whether a conversation is one for the editor whose folders are `own`.

    One that lies in nobody's folders concerns everybody: else no one might answer its questions.
    """
    if _lies_in(cwd, own):
        return True
    return not any(_lies_in(cwd, folders) for folders in others)


def _lies_in(cwd: str, folders: Iterable[Path]) -> bool:
    return any(Path(cwd).is_relative_to(folder) for folder in folders)
