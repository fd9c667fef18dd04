"""Token counts, estimated from the text as four characters a token."""

import math

import msgspec

CONTEXT_SIZE = 32_000


def tokens(text: str) -> int:
    """Estimate the tokens of a text."""
    return math.ceil(len(text) / 4)


class TokenCounts(msgspec.Struct, frozen=True):
    """Tokens of a turn, or of all turns of a session.

    `input` counts, for each turn, the whole conversation that the answer rests on.
    """

    input: int = 0
    output: int = 0
    thought: int = 0

    @property
    def total(self) -> int:
        """All tokens."""
        return self.input + self.output + self.thought

    def __add__(self, other: "TokenCounts") -> "TokenCounts":
        return TokenCounts(
            self.input + other.input, self.output + other.output, self.thought + other.thought
        )
