"""Prompts about a piece of code. Pure."""

from dataclasses import dataclass
from typing import Final, Literal

from easel_conversation.values import ContentBlock

Wish = Literal["ask", "explain", "fix", "test"]

_REQUESTS: Final[dict[Wish, str]] = {
    "ask": "What does one have to know about {place}?",
    "explain": "Explain {place}: what the code does, and why it is done that way.",
    "fix": "Fix this problem in {place}.",
    "test": "Write a test for {place}. Follow the way in which this project tests.",
}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Whole lines of a document, `first` and `last` counted from 1."""

    uri: str
    name: str
    first: int
    last: int
    text: str

    @property
    def place(self) -> str:
        """Where it is, for people and agents."""
        lines = (
            f"line {self.first}" if self.first == self.last else f"lines {self.first}-{self.last}"
        )
        return f"{lines} of `{self.name}`"


def excerpt(uri: str, name: str, lines: list[str], start: int, end: tuple[int, int]) -> Excerpt:
    """The lines that a range touches, cut to those that there are.

    Args:
        lines: the document, with line ends.
        start: the first line of the range, from 0.
        end: line and column of its end; one at the begin of a line does not touch that line.
    """
    start = max(0, min(start, len(lines) - 1))
    end_line, column = end
    past = end_line if column == 0 and end_line > start else end_line + 1
    past = max(start + 1, min(past, len(lines)))
    return Excerpt(uri, name, start + 1, past, "".join(lines[start:past]))


def prompt_about(
    wish: Wish, code: Excerpt, *, problem: str | None, question: str | None
) -> tuple[ContentBlock, ...]:
    """What to send: the request, and the lines themselves as the editor has them.

    `problem`: the message of a diagnostic. `question`: asked instead of the usual request.
    """
    request = f"{question}\n\nThis is about {code.place}." if question else None
    text = request or _REQUESTS[wish].format(place=code.place)
    if problem is not None:
        text = f"{text}\n\nThe editor reports: {problem}"
    resource = {"uri": code.uri, "mimeType": "text/plain", "text": code.text}
    return ({"type": "text", "text": text}, {"type": "resource", "resource": resource})
