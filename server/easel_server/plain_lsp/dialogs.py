"""What agents ask, as `window/showMessageRequest`: the first answer of any editor wins."""

import logging
from collections.abc import Callable

import anyio
from lsprotocol import types

from easel_conversation.conversation import Conversation
from easel_conversation.errors import ConversationError
from easel_conversation.events import (
    ElicitationRequested,
    ElicitationResolved,
    Event,
    PermissionRequested,
    PermissionResolved,
)
from easel_conversation.ids import TurnId
from easel_server.core import Core
from easel_server.lsp.session import EditorSession
from easel_server.plain_lsp.asking_editors import Unanswered, answered
from easel_server.plain_lsp.attention import Attention, until_deleted
from easel_server.plain_lsp.questions import (
    Answer,
    Choice,
    Question,
    declined,
    elicitation_question,
    permission_question,
)
from easel_server.plain_lsp.words import title_of

logger = logging.getLogger(__name__)

IsAsked = Callable[[TurnId | None], bool]


def register_dialogs(
    session: EditorSession, dialogs: "Dialogs", attention: Attention, is_asked: IsAsked
) -> None:
    """Ask the person before the editor.

    `is_asked`: whether the questions of a turn are asked in another place of this editor.
    """

    def read(conversation: Conversation, event: Event) -> None:
        dialogs.note(event)
        question = question_of(event, conversation, session.peer)
        if question is not None and not is_asked(event.turn_id):
            dialogs.begin(conversation, question)
        elif isinstance(event, ElicitationRequested) and question is None:
            dialogs.decline_soon(conversation, event)

    attention.read(read)


def question_of(event: Event, conversation: Conversation, by: str) -> Question | None:
    """The question that an event asks, if it asks one that choices can answer."""
    match event:
        case PermissionRequested():
            return permission_question(event, conversation.state.agent, by)
        case ElicitationRequested():
            return elicitation_question(event, conversation.state.agent, by)
        case _:
            return None


class Dialogs:
    """Asks one person, and passes their answers on."""

    def __init__(self, session: EditorSession, core: Core) -> None:
        self._session = session
        self._core = core
        self._asking: dict[str, anyio.CancelScope] = {}

    def begin(self, conversation: Conversation, question: Question) -> None:
        """Ask until there is an answer, from here or from elsewhere."""
        scope = self._asking[question.id] = anyio.CancelScope()
        self._session.tasks.start_soon(self._ask, conversation, question, scope)

    def note(self, event: Event) -> None:
        """Something happened; a question that is settled by it is not asked any longer."""
        scope = self._asking.pop(settled_by(event) or "", None)
        if scope is not None:
            scope.cancel()

    def decline_soon(self, conversation: Conversation, event: ElicitationRequested) -> None:
        """Decline what no dialog can show, if no other editor can show it either."""
        if all(session.announced.easel is None for session in self._core.editors):
            self._session.tasks.start_soon(self._decline, conversation, event)

    async def _ask(
        self, conversation: Conversation, question: Question, scope: anyio.CancelScope
    ) -> None:
        deleted = until_deleted(conversation)
        deleted.add_done_callback(lambda _: scope.cancel())
        choice: Choice | None = None
        with scope:
            try:
                choice = await self._choice(question)
            except Unanswered as reason:
                logger.warning("%s asked nobody: %s", self._session.peer, reason)
                return
            finally:
                deleted.cancel()
        if not scope.cancelled_caught:
            await self.choose(conversation, question, choice)

    async def choose(
        self, conversation: Conversation, question: Question, choice: Choice | None
    ) -> None:
        """Answer with a choice; None: the question was closed."""
        if choice is not None and choice.opens is not None:
            await self._open(choice.opens)
        respond(conversation, question.dismissal if choice is None else choice.answer)

    async def _decline(self, conversation: Conversation, event: ElicitationRequested) -> None:
        respond(conversation, declined(event, self._session.peer))
        self._tell(
            f"{title_of(conversation.state)}: the agent asked for input that a dialog cannot take "
            f"(“{event.message[:200]}”). It was declined. Editors with an Easel plug-in, and "
            "`easel chat` in a terminal, can fill in forms."
        )

    async def _choice(self, question: Question) -> Choice | None:
        params = types.ShowMessageRequestParams(
            type=types.MessageType.Info,
            message=question.text,
            actions=[types.MessageActionItem(title=choice.label) for choice in question.choices],
        )
        request = self._session.window_show_message_request_async(params)
        pressed = await answered(request, seconds=None)
        label = None if pressed is None else pressed.title
        return next((choice for choice in question.choices if choice.label == label), None)

    async def _open(self, url: str) -> None:
        """Show a page; where the editor cannot, the person has its address to go there."""
        window = self._session.client_capabilities.window
        if window is not None and window.show_document and window.show_document.support:
            params = types.ShowDocumentParams(uri=url, external=True)
            try:
                if (await answered(self._session.window_show_document_async(params))).success:
                    return
            except Unanswered as reason:
                logger.info("%s opened no page: %s", self._session.peer, reason)
        self._tell(f"Please open {url}")

    def _tell(self, text: str) -> None:
        self._session.window_show_message(
            types.ShowMessageParams(type=types.MessageType.Warning, message=text)
        )


def respond(conversation: Conversation, answer: Answer) -> None:
    """Pass an answer on; one that comes late does nothing."""
    try:
        conversation.dispatch(answer)
    except ConversationError as error:
        logger.info("an answer came to nothing: %s", error)


def settled_by(event: Event) -> str | None:
    """The id of the question that is answered, or taken back, by this."""
    match event:
        case PermissionResolved():
            return event.permission_id
        case ElicitationResolved():
            return event.elicitation_id
        case _:
            return None
