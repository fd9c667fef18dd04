"""What an agent asked the model, and how that ended."""

import time
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

VERBS = ("SAY", "THINK", "SLOW", "RECALL", "TOOL", "CALL", "HANG", "STALL", "DROP", "ERROR")
Outcome: TypeAlias = Literal["open", "answered", "dropped"]


class Instruction(NamedTuple):
    verb: str
    argument: str


@dataclass
class ModelRequest:
    """One chat completion. Times are in seconds on the monotonic clock.

    `outcome` is `dropped` when the agent closed the connection before the answer was complete.
    """

    messages: list[dict[str, Any]]
    tools: list[dict[str, Any]]
    stream: bool
    headers: dict[str, str]
    began_at: float = field(default_factory=time.monotonic)
    ended_at: float | None = None
    outcome: Outcome = "open"
    chunks: int = 0

    def end(self, outcome: Outcome) -> None:
        self.outcome, self.ended_at = outcome, time.monotonic()

    @property
    def user_texts(self) -> list[str]:
        """Every user message so far, the one to be answered last."""
        return [text_of(m) for m in self.messages if m.get("role") == "user"]

    @property
    def tool_result(self) -> str | None:
        """The result of the tool call that answers the last user message, once it is there."""
        last = self.messages[-1] if self.messages else {}
        return text_of(last) if last.get("role") == "tool" else None

    @property
    def called(self) -> str | None:
        """The name of the tool whose result is the last message."""
        last = self.messages[-2:-1] if self.tool_result is not None else ()
        calls = [call for message in last for call in message.get("tool_calls") or ()]
        return str(calls[-1]["function"]["name"]) if calls else None

    @property
    def instruction(self) -> Instruction | None:
        """What the last user message tells the model to do."""
        return next(map(_instruction, self.user_texts[-1:]), None)

    @property
    def earlier_instructions(self) -> list[str]:
        """What the user messages before the last told it to do: what the agent remembers."""
        found = filter(None, map(_instruction, self.user_texts[:-1]))
        return [f"{verb} {argument}" for verb, argument in found]


def text_of(message: dict[str, Any]) -> str:
    """The text of a message, whose content is a string or a list of parts."""
    content = message.get("content")
    if isinstance(content, list):
        return "\n".join(part["text"] for part in content if part.get("type") == "text")
    return content or ""


def _instruction(text: str) -> Instruction | None:
    """The last line that begins with a verb: agents put lines of their own around the prompt."""
    for line in reversed(text.splitlines()):
        verb, _, argument = line.strip().partition(" ")
        if verb in VERBS:
            return Instruction(verb, argument.strip())
    return None
