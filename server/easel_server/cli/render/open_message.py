"""A message that is being written."""

from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import RenderableType
from rich.text import Text

from easel_conversation.ids import MessageId
from easel_conversation.values import Role
from easel_server.cli.render.blocks import Block, BlockSplitter
from easel_server.cli.render.markdown import markdown, thought
from easel_server.cli.render.pieces import Piece, PieceKind
from easel_server.cli.render.plain import plain

MAX_LIVE_CHARACTERS: Final = 4000
"""How much of a long open block is drawn again with every update."""

_KINDS: Final[dict[Role, PieceKind]] = {
    "assistant": "answer",
    "thought": "thought",
    "user": "prompt",
}


class OpenMessage:
    """Gives the pieces that are finished, and draws the block that is not."""

    def __init__(self, message_id: MessageId, role: Role) -> None:
        self.id = message_id
        self.role = role
        self._splitter = BlockSplitter()

    @property
    def kind(self) -> PieceKind:
        """What its pieces are."""
        return _KINDS[self.role]

    def feed(self, text: str) -> Iterator[Piece]:
        """Take more text."""
        return self._pieces(self._splitter.feed(text))

    def finish(self) -> Iterator[Piece]:
        """The message, or this part of it, is complete."""
        return self._pieces(self._splitter.finish())

    def live(self) -> RenderableType | None:
        """The open block; of a long one the end, as it was written."""
        block = self._splitter.open
        if block is None:
            return None
        if len(block.text) <= MAX_LIVE_CHARACTERS:
            return self._drawn(block.text)
        return Text(f"…{plain(block.text[-MAX_LIVE_CHARACTERS:])}")

    def _pieces(self, blocks: Iterable[Block]) -> Iterator[Piece]:
        for block in blocks:
            yield Piece(self.kind, self._drawn(block.text), block.gap)

    def _drawn(self, text: str) -> RenderableType:
        return thought(text) if self.role == "thought" else markdown(text)
