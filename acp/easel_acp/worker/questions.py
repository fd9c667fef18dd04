"""What the agent asked a person and waits to be told."""

import asyncio
from typing import Any

from easel_acp.connection.messages import Message, RequestId
from easel_conversation.effects import AnswerElicitation, AnswerPermission
from easel_conversation.ids import ElicitationId, Epoch, PermissionId


class OpenQuestions:
    """The open permission requests and elicitations of one life of an agent.

    Each gets one answer: the first.
    """

    def __init__(self, epoch: Epoch) -> None:
        self._epoch = epoch
        self._count = 0
        self._answers: dict[str, asyncio.Future[Message]] = {}
        self._by_request: dict[RequestId, str] = {}

    def ask(self, request_id: RequestId) -> tuple[str, asyncio.Future[Message]]:
        """An id for a new question, and where its answer will be."""
        self._count += 1
        question = f"{self._epoch}-{self._count}"
        self._answers[question] = asyncio.get_running_loop().create_future()
        self._by_request[request_id] = question
        return question, self._answers[question]

    def named(self, request_id: RequestId) -> str | None:
        """The question that the agent's request is, while it is open."""
        return self._by_request.get(request_id)

    def close(self, question: str, request_id: RequestId) -> None:
        """The question is answered or its asker gone."""
        self._answers.pop(question, None)
        self._by_request.pop(request_id, None)

    def answer_permission(self, effect: AnswerPermission) -> None:
        """Pass an answer on, unless there has been one."""
        self._answer(effect.permission_id, {"outcome": effect.outcome})

    def answer_elicitation(self, effect: AnswerElicitation) -> None:
        """Pass an answer on, unless there has been one."""
        answer: dict[str, Any] = {"action": effect.action}
        if effect.action == "accept" and effect.content is not None:
            answer["content"] = effect.content
        self._answer(effect.elicitation_id, answer)

    def _answer(self, question: PermissionId | ElicitationId, answer: Message) -> None:
        future = self._answers.get(question)
        if future is not None and not future.done():
            future.set_result(answer)
