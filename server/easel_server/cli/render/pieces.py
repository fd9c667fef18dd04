"""What a transcript is made of."""

from dataclasses import dataclass
from typing import Literal

from rich.console import RenderableType
from rich.text import Text

PieceKind = Literal["prompt", "answer", "thought", "tool", "plan", "question", "note", "ending"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Something to be shown; `gap`: with a blank line before it, if something precedes it."""

    kind: PieceKind
    content: RenderableType
    gap: bool = True


class Spacing:
    """Puts the blank lines between pieces: kinds stand apart, lines of one kind together."""

    def __init__(self) -> None:
        self._last: PieceKind | None = None

    def spaced(self, piece: Piece) -> list[RenderableType]:
        """The piece, after a blank line if one belongs there."""
        apart = self._last is not None and (piece.gap or piece.kind != self._last)
        self._last = piece.kind
        return [Text(""), piece.content] if apart else [piece.content]
