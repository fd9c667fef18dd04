"""What happens in a conversation as blocks of Markdown. Pure.

A block is a piece of the agent's text, or one that is replaced as a whole when it changes: a tool
call, the plan, a question. Blocks are only added at the end, so whoever shows them can go on where
they stopped.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from easel_conversation.events import (
    ElicitationRequested,
    ElicitationResolved,
    Event,
    Forked,
    Message,
    Notice,
    PermissionRequested,
    PermissionResolved,
    Plan,
    Recap,
    SessionLoadFailed,
    ToolCallChanged,
    TurnEnded,
)
from easel_conversation.values import ContentBlock, JsonObject
from easel_server.cli.render.plain import one_line, plain
from easel_server.plain_lsp.questions import Question, elicitation_question, permission_question
from easel_server.plain_lsp.words import ending, tool_call_words
from easel_server.sentences import sentence

HEADING: Final = re.compile(r"^(## (?:You[ \t]*$|Agent\b))", re.MULTILINE)
"""Where a section of a chat begins; see `chat/document.py`."""

_MAY_BECOME_HEADING: Final = re.compile(
    r"(?:^|\n)(?:#{1,2}|## |## (?:Y|Yo|You[ \t]*|A|Ag|Age|Agen|Agent))\Z"
)
_MARKS: Final = {"completed": "x"}


@dataclass(frozen=True, slots=True)
class Block:
    """`key`: what it is about; text that is over has none."""

    key: str
    text: str


class Blocks:
    """The blocks of a conversation, or of one turn of it: whatever events are added."""

    def __init__(self, agent: str) -> None:
        self._agent = agent
        self._blocks: list[Block] = []
        self._said: list[str] = []
        self._places: dict[str, int] = {}
        self._questions: dict[str, Question] = {}

    @property
    def all(self) -> tuple[Block, ...]:
        """Every block so far, in order. Takes time that grows with the text that is open."""
        self._render_text(final=False)
        return tuple(self._blocks)

    def add(self, event: Event) -> None:
        """Take the next event."""
        match event:
            case Message(role="assistant"):
                self._say(event)
            case ToolCallChanged():
                call = event.tool_call
                self._put(f"tool {event.turn_id} {call.tool_call_id}", f"- {tool_call_words(call)}")
            case Plan():
                self._put(f"plan {event.turn_id}", "\n".join(map(plan_line, event.entries)))
            case PermissionRequested():
                self._ask(permission_question(event, self._agent, ""))
            case ElicitationRequested():
                self._ask(elicitation_question(event, self._agent, ""))
            case PermissionResolved():
                self._answered(event.permission_id, event.outcome.get("optionId"))
            case ElicitationResolved():
                self._answered(event.elicitation_id, event.action)
            case Notice():
                self.note(event.text)
            case Forked() | Recap() | SessionLoadFailed():
                self.note(sentence(event))
            case TurnEnded():
                self._finish_text()
                if event.reason != "completed":
                    self.note(ending(event))
            case _:
                pass

    def note(self, text: str) -> None:
        """Say something that is not the agent's."""
        self._put(f"note {len(self._blocks)}", f"> {one_line(text, 1000)}")

    def heading(self, text: str) -> None:
        """Begin a section."""
        self._put(f"heading {len(self._blocks)}", text)

    def _say(self, event: Message) -> None:
        key = f"text {event.message_id}"
        if not self._blocks or self._blocks[-1].key != key:
            self._finish_text()
            self._blocks.append(Block(key, ""))
        self._said.append(markdown_of(event.content))

    def _finish_text(self) -> None:
        self._render_text(final=True)
        self._said = []

    def _render_text(self, *, final: bool) -> None:
        """Bring the text that is open, if one is, into its block."""
        if self._said:
            text = readable("".join(self._said), final=final)
            self._blocks[-1] = replace(self._blocks[-1], text=text)

    def _put(self, key: str, text: str) -> None:
        place = self._places.get(key)
        if place is None:
            self._finish_text()
            self._places[key] = len(self._blocks)
            self._blocks.append(Block(key, text))
        else:
            self._blocks[place] = Block(key, text)

    def _ask(self, question: Question | None) -> None:
        if question is None:
            return
        self._questions[question.id] = question
        head, *details = question.text.splitlines()
        choices = [f"{n}. {choice.label}" for n, choice in enumerate(question.choices, 1)]
        lines = [f"**{head}**", *(f"    {line}" for line in details), *choices]
        self._put(f"question {question.id}", "\n".join(f"> {line}" for line in lines))

    def _answered(self, question_id: str, answer: object) -> None:
        question = self._questions.pop(question_id, None)
        if question is not None:
            head = question.text.splitlines()[0]
            label = _label_of(question, answer)
            self._put(f"question {question.id}", f"> {head} **{label}**")


def readable(text: str, *, final: bool) -> str:
    """The agent's text as Markdown that cannot be taken for a heading of the chat.

    While more may come, an end that could become such a heading is held back.
    """
    text = plain(text.replace("\r\n", "\n"))
    if not final and (open_end := _MAY_BECOME_HEADING.search(text)):
        text = text[: open_end.start()]
    return HEADING.sub(r"\\\1", text)


def markdown_of(content: ContentBlock) -> str:
    """A piece of a message as Markdown."""
    text = content.get("text")
    if isinstance(text, str):
        return text
    name = content.get("name") or content.get("uri") or content.get("type")
    uri = content.get("uri")
    return f"[{one_line(str(name))}]({uri})" if uri else f"[{one_line(str(name))}]"


def plan_line(entry: JsonObject) -> str:
    """An entry of a plan as an item of a list."""
    mark = _MARKS.get(str(entry.get("status")), " ")
    return f"- [{mark}] {one_line(str(entry.get('content')))}"


def _label_of(question: Question, answer: object) -> str:
    """What was chosen, in the words of the choice."""
    for choice in question.choices:
        if getattr(choice.answer, "option_id", None) == answer:
            return choice.label
    return {"accept": "answered", "decline": "declined"}.get(str(answer), "not answered")
