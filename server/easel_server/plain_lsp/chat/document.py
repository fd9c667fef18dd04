"""What a chat document says. Pure.

    <!-- easel: 3f2a… -->

    ## You

    The prompt.

    ## Agent: claude <!-- turn 9c1b2d3e -->

    The answer.

    ## You

The comment at the top names the conversation, that in a heading the turn. Text without any heading
is a prompt too.
"""

import re
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, starmap
from typing import Final, Literal

from easel_conversation.ids import AgentName, ConversationId, TurnId
from easel_server.plain_lsp.blocks import HEADING

SUFFIX: Final = ".chat.md"

_CONVERSATION: Final = re.compile(r"^<!-- easel: ([\w-]+) -->[ \t]*$\n*", re.MULTILINE)
_TURN: Final = re.compile(r"<!-- turn ([\w-]+) -->[ \t]*$")
_FRONT_MATTER: Final = re.compile(r"\A---\n(?:.*\n)*?---[ \t]*\n")
_MARKER_LENGTH: Final = 12

Speaker = Literal["you", "agent"]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document, as offsets: its heading begins at `start`, its text at `body`."""

    speaker: Speaker
    start: int
    body: int
    end: int
    turn: str | None = None


@dataclass(frozen=True, slots=True)
class ChatDocument:
    """A document that was read."""

    text: str
    conversation_id: ConversationId | None
    sections: tuple[Section, ...]

    @property
    def prompt_section(self) -> Section | None:
        """Where the prompt is: the last section, if it is a person's."""
        if self.sections:
            last = self.sections[-1]
            return last if last.speaker == "you" else None
        start = _head_end(self.text)
        return Section("you", start, start, len(self.text))

    @property
    def prompt(self) -> str:
        """What would be sent; empty if there is nothing."""
        section = self.prompt_section
        return "" if section is None else self.text[section.body : section.end].strip()

    def answer_section(self, turn_id: TurnId) -> Section | None:
        """Where the answer of that turn is written."""
        marker = marker_of(turn_id)
        return next((section for section in self.sections if section.turn == marker), None)


@dataclass(frozen=True, slots=True)
class Change:
    """Put `text` in the place of what lies between two offsets."""

    start: int
    end: int
    text: str


def read_chat(text: str) -> ChatDocument:
    """Read a document; any text is one."""
    headings = list(HEADING.finditer(text))
    starts = [heading.start() for heading in headings]
    sections = tuple(starmap(partial(_section, text), pairwise([*starts, len(text)])))
    head = text[: headings[0].start()] if headings else text
    named = _CONVERSATION.search(head)
    return ChatDocument(text, ConversationId(named[1]) if named else None, sections)


def is_chat(uri: str) -> bool:
    """Whether a document is a chat, by its name."""
    return uri.endswith(SUFFIX)


def marker_of(turn_id: TurnId) -> str:
    """How a heading names a turn."""
    return turn_id[:_MARKER_LENGTH]


def agent_heading(agent: AgentName, turn_id: TurnId) -> str:
    """The line above an answer."""
    return f"## Agent: {agent} <!-- turn {marker_of(turn_id)} -->"


def conversation_marker(conversation_id: ConversationId) -> str:
    """The line that names the conversation."""
    return f"<!-- easel: {conversation_id} -->"


def begin_turn(
    text: str, conversation_id: ConversationId, agent: AgentName, turn_id: TurnId
) -> tuple[Change, ...]:
    """Name the conversation, and begin the section of the answer at the end.

    Nothing to do if the section is there.
    """
    chat = read_chat(text)
    if chat.answer_section(turn_id) is not None:
        return ()
    heading = f"{agent_heading(agent, turn_id)}\n"
    answer = Change(len(text), len(text), f"{blank_line_after(text)}{heading}")
    return merged((*_naming(chat, conversation_id), answer))


def applied(text: str, changes: tuple[Change, ...]) -> str:
    """The text after the changes, which do not overlap and are in order."""
    for change in reversed(changes):
        text = text[: change.start] + change.text + text[change.end :]
    return text


def merged(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The same changes in order; those that touch each other as one."""
    found: list[Change] = []
    for change in sorted(changes, key=lambda c: (c.start, c.end)):
        if found and found[-1].end == change.start:
            last = found.pop()
            change = Change(last.start, change.end, last.text + change.text)  # noqa: PLW2901
        found.append(change)
    return tuple(found)


def blank_line_after(text: str) -> str:
    """The newlines that are missing for an empty line at the end of `text`."""
    if not text.strip() or text.endswith("\n\n"):
        return ""
    return "\n" if text.endswith("\n") else "\n\n"


def _naming(chat: ChatDocument, conversation_id: ConversationId) -> tuple[Change, ...]:
    """Put the conversation's name at the top, and the first heading below it if there is none."""
    start = _head_end(chat.text)
    heading = "" if chat.sections else "## You\n\n"
    if chat.conversation_id == conversation_id:
        return (Change(start, start, heading),) if heading else ()
    name = f"<!-- easel: {conversation_id} -->\n\n{heading}"
    former = _CONVERSATION.search(chat.text) if chat.conversation_id is not None else None
    if former is not None:
        return (Change(former.start(), former.end(), name),)
    return (Change(start, start, name),)


def _head_end(text: str) -> int:
    """Where the prompt of a document without headings begins."""
    front = _FRONT_MATTER.match(text)
    start = front.end() if front else 0
    named = _CONVERSATION.search(text, start)
    return named.end() if named and not text[start : named.start()].strip() else start


def _section(text: str, start: int, end: int) -> Section:
    line_end = text.find("\n", start, end)
    body = end if line_end < 0 else line_end + 1
    heading = text[start:body].rstrip("\n")
    if heading.startswith("## You"):
        return Section("you", start, body, end)
    turn = _TURN.search(heading)
    return Section("agent", start, body, end, turn[1] if turn else None)
