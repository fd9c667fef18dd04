"""An editor that is connected: the only way by which the rest of Easel talks to it."""

from collections.abc import Mapping
from typing import Any

from easel_conversation.events import Event, SessionLoadFailed
from easel_conversation.ids import ConversationId
from easel_conversation.readable import Readable
from easel_server.editors.ahp_client import announced_client
from easel_server.editors.subscriptions import Pump
from easel_server.locations import to_path
from easel_server.lsp.session import EditorSession
from easel_server.protocol.base import Params
from easel_server.protocol.notifications import SessionLoadFailedParams


class Editor:
    """One LSP session. An editor that announced nothing gets no `easel/*` notification."""

    def __init__(self, session: EditorSession) -> None:
        self.session = session
        self.editor_settings: Mapping[str, Any] | None = None
        self._pump = Pump(self) if session.announced.easel is not None else None
        if self._pump is not None:
            session.tasks.start_soon(self._pump.run)
        self.ahp = announced_client(session.announced.easel, self, session.tasks)

    @property
    def name(self) -> str:
        """How the editor calls itself, for people who see who answered."""
        return self.session.peer

    @property
    def leaving(self) -> bool:
        """Whether the editor is gone or about to go."""
        return self.session.leaving

    @property
    def congested(self) -> bool:
        """Whether the editor is behind with reading."""
        return self.session.channel.congested

    async def drained(self) -> None:
        """Return when it is not."""
        await self.session.channel.drained()

    def workspace_directory(self) -> str | None:
        """The first folder that is open in the editor."""
        for uri in self.session.workspace.folders or self.session.announced.workspace_folders:
            return to_path(uri, "workspaceFolders")
        return None

    def notify(self, method: str, params: Params) -> None:
        """Send an `easel/*` notification, if the editor wants such."""
        if self._pump is not None:
            self.session.notify(method, params)

    def follow(self, conversation: Readable, seq: int) -> None:
        """From now on tell the editor what happens in the conversation after `seq`."""
        if self._pump is not None:
            self._pump.subscriptions.follow(conversation, seq)

    def follows(self, conversation_id: ConversationId) -> bool:
        """Whether the editor is told what happens in the conversation."""
        return self._pump is not None and self._pump.subscriptions.follows(conversation_id)

    def adopt(self, conversation: Readable) -> None:
        """The conversation passed from hand to hand: its events go on in this one."""
        if self._pump is not None:
            self._pump.subscriptions.adopt(conversation)

    def silence(self, conversation_id: ConversationId) -> None:
        """Tell no more of the conversation, until it is adopted."""
        if self._pump is not None:
            self._pump.subscriptions.silence(conversation_id)

    def forget(self, conversation_id: ConversationId) -> None:
        """The conversation is gone."""
        if self._pump is not None:
            self._pump.subscriptions.forget(conversation_id)

    def introduce(self, conversation: Readable) -> None:
        """There is a new conversation, or another face of one."""
        if self._pump is not None:
            self._pump.subscriptions.introduce(conversation)

    def note(self, conversation: Readable, events: tuple[Event, ...]) -> None:
        """Something happened in a conversation."""
        if self._pump is None:
            return
        self._pump.subscriptions.note(conversation, events)
        for event in events:
            if isinstance(event, SessionLoadFailed):
                self._session_load_failed(conversation, event)

    async def flush(self, conversation: Readable) -> None:
        """Tell all there is of a conversation, before an answer that builds on it."""
        if self._pump is not None:
            await self._pump.subscriptions.flush_now(conversation)

    def flush_canvases(self) -> None:
        """Tell all there is of canvases, before an answer that builds on it."""
        if self.ahp is not None:
            self.ahp.flush()

    def _session_load_failed(self, conversation: Readable, event: SessionLoadFailed) -> None:
        self.notify(
            "easel/conversation/sessionLoadFailed",
            SessionLoadFailedParams(
                conversation_id=conversation.told.id,
                error=event.error,
                fallback=event.fallback,
                previous_session_id=event.previous_session_id,
                new_session_id=event.new_session_id,
            ),
        )
