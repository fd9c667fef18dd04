"""The chat documents of one editor: sends prompts, stops turns, answers questions."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from msgspec import Meta
from pygls.uris import to_fs_path

from easel_conversation.conversation import Conversation
from easel_conversation.errors import ConversationError
from easel_conversation.events import Event, PromptDropped, StatusChanged, TurnEnded
from easel_conversation.ids import ConversationId, TurnId
from easel_conversation.inputs import Prompt
from easel_conversation.store import new_turn_id
from easel_server.cli.chat.mentions import content_of
from easel_server.core import Core
from easel_server.errors import EaselError, InvalidParams, from_conversation_error
from easel_server.features import conversations
from easel_server.features.context import Context
from easel_server.features.prompting import send
from easel_server.lsp.session import EditorSession
from easel_server.plain_lsp.asking_editors import Unanswered, answered
from easel_server.plain_lsp.attention import Attention, find_conversation
from easel_server.plain_lsp.chat.controls import Control, controls
from easel_server.plain_lsp.chat.document import ChatDocument, is_chat, read_chat
from easel_server.plain_lsp.chat.turn import ChatTurn
from easel_server.plain_lsp.chat.writer import DocumentWriter
from easel_server.plain_lsp.dialogs import Dialogs
from easel_server.plain_lsp.stopping import stop_turn
from easel_server.protocol.base import Params
from easel_server.protocol.conversation import CreateParams

logger = logging.getLogger(__name__)


class ChatParams(Params, frozen=True):
    """Which document; by default the one that was used last."""

    uri: str | None = None


class AnswerParams(Params, frozen=True):
    """Which choice of which question, counted from 1; by default of the oldest open question."""

    choice: Annotated[int, Meta(ge=1)]
    uri: str | None = None
    question_id: str | None = None


class Chats:
    """Everything that is under way in the chat documents of one editor."""

    def __init__(
        self, session: EditorSession, core: Core, dialogs: Dialogs, attention: Attention
    ) -> None:
        self._session = session
        self._core = core
        self._dialogs = dialogs
        self._writers: dict[str, DocumentWriter] = {}
        self._turns: dict[TurnId, ChatTurn] = {}
        self._prepared: dict[str, ConversationId] = {}
        self._last_used: str | None = None
        attention.read_all(self._read)

    def used(self, uri: str) -> None:
        """The person does something in a document."""
        if is_chat(uri):
            self._last_used = uri

    def changed(self, uri: str) -> None:
        """The editor told of a new text of a document."""
        self.used(uri)
        if writer := self._writers.get(uri):
            writer.changed()

    def closed(self, uri: str) -> None:
        """The document is no longer open."""
        self.changed(uri)
        self._writers.pop(uri, None)
        for turn in self._turns_in(uri):
            turn.wake()

    def asks(self, turn_id: TurnId | None) -> bool:
        """Whether the questions of a turn are asked in an open document."""
        turn = None if turn_id is None else self._turns.get(turn_id)
        return turn is not None and self._is_open(turn.uri)

    def controls(self, uri: str) -> list[Control]:
        """What can be done in a document at the moment."""
        live = (turn.live for turn in self._turns_in(uri))
        return list(controls(self.read(uri), uri, live))

    def read(self, uri: str) -> ChatDocument:
        """The document as it is now.

        Raises:
            InvalidParams: it is not open.
        """
        if not self._is_open(uri):
            raise InvalidParams("the document is not open", "$.uri")
        return read_chat(self._session.workspace.get_text_document(uri).source)

    async def send(self, params: ChatParams) -> dict[str, str]:
        """Send the prompt of a document; the answer is written below it.

        Raises:
            EaselError: there is no prompt, or it cannot be sent.
        """
        uri = self._chosen(params)
        chat = self.read(uri)
        if not chat.prompt:
            raise EaselError(
                "invalidState", "Write what you want to say below a line “## You” at the end."
            )
        conversation, is_lost = await self._conversation_for(uri, chat)
        content = content_of(chat.prompt, Path(conversation.state.cwd))
        prompt = Prompt(new_turn_id(), content)
        try:
            send(conversation, prompt)
        except ConversationError as error:
            raise from_conversation_error(error) from error
        turn = self._begin(conversation, prompt.turn_id, uri)
        self._prepared.pop(uri, None)
        if is_lost:
            turn.tell("The conversation of before is not there any more. This is a new one.")
        await conversation.log.kept()
        return {"conversationId": conversation.state.id, "turnId": prompt.turn_id}

    def stop(self, params: ChatParams) -> bool:
        """Stop what runs in a document; false if nothing does."""
        uri = self._chosen(params)
        stopped = [
            stop_turn(self._core, turn.conversation, turn.turn_id) for turn in self._turns_in(uri)
        ]
        return any(stopped)

    async def answer(self, params: AnswerParams) -> bool:
        """Answer a question of the agent; false if it is not open (any more).

        Raises:
            InvalidParams: the question has no such choice.
        """
        for turn in self._turns_in(self._chosen(params)):
            for question in turn.questions.values():
                if params.question_id not in {None, question.id}:
                    continue
                if params.choice > len(question.choices):
                    raise InvalidParams("the question has no such choice", "$.choice")
                choice = question.choices[params.choice - 1]
                await self._dialogs.choose(turn.conversation, question, choice)
                return True
        return False

    async def conversation_of(self, uri: str) -> Conversation | None:
        """The conversation of a document, if it has one already."""
        under_way = (turn.conversation.state.id for turn in self._turns_in(uri))
        unnamed = self._prepared.get(uri) or next(under_way, None)
        named = self.read(uri).conversation_id or unnamed
        return None if named is None else await find_conversation(self._core, named)

    async def prepare(self, uri: str) -> Conversation:
        """The conversation of a document, with its agent about to be up."""
        return await self.conversation_of(uri) or await self._create(uri, warm=True)

    @property
    def _context(self) -> Context:
        return Context(self._core, self._core.editors[self._session])

    async def _conversation_for(self, uri: str, chat: ChatDocument) -> tuple[Conversation, bool]:
        """The conversation of a document, and whether it takes the place of one that is lost."""
        known = await self.conversation_of(uri)
        if known is not None:
            return known, False
        return await self._create(uri, warm=False), chat.conversation_id is not None

    async def _create(self, uri: str, *, warm: bool) -> Conversation:
        cwd = None
        path = to_fs_path(uri)
        if self._context.editor.workspace_directory() is None and path is not None:
            cwd = str(Path(path).parent)
        created = await conversations.create(self._context, CreateParams(cwd=cwd, warm=warm))
        self._prepared[uri] = created.conversation.id
        conversation = await find_conversation(self._core, created.conversation.id)
        assert conversation is not None
        return conversation

    def _begin(self, conversation: Conversation, turn_id: TurnId, uri: str) -> ChatTurn:
        writer = self._writers.setdefault(uri, DocumentWriter(self._session, uri))
        turn = ChatTurn(conversation, turn_id, uri, writer, self._session.peer)
        self._turns[turn_id] = turn
        self._session.tasks.start_soon(self._run, turn)
        return turn

    async def _run(self, turn: ChatTurn) -> None:
        try:
            await turn.run(began=self._refresh_soon)
        finally:
            del self._turns[turn.turn_id]
            self._refresh_soon()
            self._ask_elsewhere(turn)

    def _ask_elsewhere(self, turn: ChatTurn) -> None:
        """What is still open when the document is gone is asked in a dialog."""
        if self._session.announced.easel is None and not self._session.leaving:
            for question in turn.questions.values():
                self._dialogs.begin(turn.conversation, question)

    def _read(self, _: Conversation, event: Event) -> None:
        turn = self._turns.get(event.turn_id) if event.turn_id is not None else None
        if turn is not None:
            turn.note(event)
        if isinstance(event, StatusChanged | TurnEnded | PromptDropped) and self._turns:
            self._refresh_soon()

    def _turns_in(self, uri: str) -> Iterator[ChatTurn]:
        return iter([turn for turn in self._turns.values() if turn.uri == uri])

    def _is_open(self, uri: str) -> bool:
        return uri in self._session.workspace.text_documents

    def _chosen(self, params: ChatParams | AnswerParams) -> str:
        uri = params.uri or self._last_used
        if uri is None:
            raise InvalidParams("no chat document was used yet", "$.uri")
        return uri

    def _refresh_soon(self) -> None:
        workspace = self._session.client_capabilities.workspace
        lens = workspace.code_lens if workspace is not None else None
        if lens is not None and lens.refresh_support and not self._session.leaving:
            self._session.tasks.start_soon(self._refresh)

    async def _refresh(self) -> None:
        try:
            await answered(self._session.workspace_code_lens_refresh_async(None))
        except Unanswered as reason:
            logger.info("%s does not refresh its lenses: %s", self._session.peer, reason)
