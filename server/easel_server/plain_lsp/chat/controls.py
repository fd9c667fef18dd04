"""What can be done in a chat document at the moment: the same as lenses and as actions. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from easel_conversation.ids import ConversationId, TurnId
from easel_server.plain_lsp.chat.document import ChatDocument
from easel_server.plain_lsp.questions import Question

SEND: Final = "easel.plain.chat.send"
STOP: Final = "easel.plain.chat.stop"
ANSWER: Final = "easel.plain.chat.answer"
RUN: Final = "easel.conversation.run"
DROP: Final = "easel.conversation.queue.drop"


@dataclass(frozen=True, slots=True)
class Control:
    """Something to press. `offset`: where in the text it belongs."""

    title: str
    command: str
    argument: dict[str, Any]
    offset: int


@dataclass(frozen=True, slots=True)
class LiveTurn:
    """A turn whose answer is written into the document.

    `runs`: the agent works on it. `held`: it waits in the queue until somebody lets it go on.
    """

    id: TurnId
    conversation_id: ConversationId
    runs: bool
    held: bool
    questions: tuple[Question, ...]


def controls(chat: ChatDocument, uri: str, live: Iterable[LiveTurn]) -> Iterator[Control]:
    """What can be done, the most urgent first."""
    for turn in live:
        section = chat.answer_section(turn.id)
        offset = len(chat.text) if section is None else section.start
        for question in turn.questions:
            yield from _answers(question, uri, offset)
        if turn.runs:
            yield Control("Stop generating", STOP, {"uri": uri}, offset)
        if turn.held:
            about = {"conversationId": turn.conversation_id}
            yield Control("Send what waits", RUN, about, offset)
            yield Control("Drop this prompt", DROP, {**about, "turnId": turn.id}, offset)
    prompt = chat.prompt_section
    if prompt is not None:
        yield Control("Send", SEND, {"uri": uri}, prompt.start)


def _answers(question: Question, uri: str, offset: int) -> Iterator[Control]:
    for number, choice in enumerate(question.choices, 1):
        argument = {"uri": uri, "questionId": question.id, "choice": number}
        yield Control(f"Answer: {choice.label}", ANSWER, argument, offset)
