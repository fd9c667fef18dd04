"""What a person typed: a command of Easel, or a prompt. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

_SLASH: Final = re.compile(r"/(?P<name>[a-z][\w-]*)(?:\s+(?P<argument>.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CommandLine:
    """One of Easel's own commands with what follows it."""

    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class PromptText:
    """Text for the agent."""

    text: str


def read_input(text: str, own_commands: Collection[str]) -> CommandLine | PromptText:
    """Easel's commands come first; `//name` sends the agent's command of the same name."""
    if text.startswith("//"):
        return PromptText(text[1:])
    match = _SLASH.fullmatch(text)
    if match and match["name"] in own_commands:
        return CommandLine(match["name"], (match["argument"] or "").strip())
    return PromptText(text)
