"""Token counts, estimated from the text as four characters a token."""

import math
from dataclasses import dataclass

CONTEXT_SIZE = 32_000


def tokens(text: str) -> int:
    """Estimate the tokens of a text."""
    return math.ceil(len(text) / 4)


@dataclass(frozen=True, slots=True)
class TurnUsage:
    """Tokens of one turn; `input` counts the whole conversation that the answer rests on."""

    input: int
    output: int
    thought: int

    @property
    def total(self) -> int:
        """All tokens of the turn."""
        return self.input + self.output + self.thought
