"""Passes the questions of a conversation on, one at a time, and the answers back."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import anyio

from easel_conversation.events import (
    ElicitationRequested,
    ElicitationResolved,
    Event,
    PermissionRequested,
    PermissionResolved,
)
from easel_conversation.ids import ConversationId
from easel_server.cli.conversation_client import ConversationClient
from easel_server.cli.questions.answerer import Answerer

Work = Callable[[], Coroutine[Any, Any, object]]
Start = Callable[[Work], object]


class QuestionDesk:
    """Watches the events of a conversation for questions.

    A question that was answered elsewhere, or taken back by a Stop, is not asked any longer.
    """

    def __init__(
        self,
        client: ConversationClient,
        conversation_id: ConversationId,
        answerer: Answerer,
        start: Start,
    ) -> None:
        """`start` runs something beside, and deals with its failures."""
        self._client = client
        self._conversation_id = conversation_id
        self._answerer = answerer
        self._start = start
        self._one_at_a_time = anyio.Lock()
        self._open: dict[str, anyio.CancelScope] = {}

    @property
    def waiting(self) -> bool:
        """Whether a question is open."""
        return bool(self._open)

    def note(self, event: Event) -> None:
        """Take an event; begins or ends a question, or neither."""
        match event:
            case PermissionRequested(permission_id=question):
                self._begin(question, lambda: self._permission(event))
            case ElicitationRequested(elicitation_id=question):
                self._begin(question, lambda: self._elicitation(event))
            case PermissionResolved(permission_id=question):
                self._end(question)
            case ElicitationResolved(elicitation_id=question):
                self._end(question)
            case _:
                return

    def _begin(self, question: str, answer: Work) -> None:
        self._open[question] = anyio.CancelScope()
        self._start(partial(self._ask, question, answer))

    def _end(self, question: str) -> None:
        scope = self._open.pop(question, None)
        if scope is not None:
            scope.cancel()

    async def _ask(self, question: str, answer: Work) -> None:
        scope = self._open.get(question)
        if scope is None:
            return
        with scope:
            async with self._one_at_a_time:
                await answer()

    async def _permission(self, event: PermissionRequested) -> None:
        option_id = await self._answerer.permission(event)
        await self._client.answer_permission(self._conversation_id, event.permission_id, option_id)

    async def _elicitation(self, event: ElicitationRequested) -> None:
        answer = await self._answerer.elicitation(event)
        await self._client.answer_elicitation(
            self._conversation_id, event.elicitation_id, answer.action, answer.content
        )
