"""The shape of a command."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from easel_acp.practice_agent.scene import Scene
from easel_acp.practice_agent.steps import Steps

Script = Callable[[Scene, str], Steps]


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command.

    `hint` describes its argument, if it takes one. `words` recognises the same wish in plain
    words; its group `argument`, if any, becomes the argument.
    """

    name: str
    description: str
    script: Script
    hint: str | None = None
    words: re.Pattern[str] | None = None


def plain(pattern: str) -> re.Pattern[str]:
    """Compile the plain words of a command: the whole prompt, in any case."""
    return re.compile(rf"(?:please\s+)?(?:{pattern})\s*[.!?]*", re.IGNORECASE | re.DOTALL)
