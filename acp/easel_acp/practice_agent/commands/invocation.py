"""Finds the command that a prompt asks for (pure)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from easel_acp.practice_agent.commands.command import Command

_SLASH = re.compile(r"/(?P<name>[a-z][a-z-]*)(?:\s+(?P<argument>.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command by its name and what follows it, stripped."""

    name: str
    argument: str


def find_invocation(text: str, commands: Mapping[str, Command]) -> Invocation | None:
    """Return the command that a prompt names with a slash or asks for in plain words."""
    if match := _SLASH.fullmatch(text):
        if match["name"] in commands:
            return Invocation(match["name"], (match["argument"] or "").strip())
        return None
    for command in commands.values():
        if command.words and (match := command.words.fullmatch(text)):
            return Invocation(command.name, (match.groupdict().get("argument") or "").strip())
    return None
