"""Finds words in what was said in a conversation. Blocks."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from easel_conversation.disk.line_file import LineFile

_MESSAGE: Final = b'{"type":"message"'
_PROMPTS: Final = (
    b'{"type":"turnStarted"',
    b'{"type":"promptQueued"',
    b'{"type":"promptSteered"',
)


class _Block(msgspec.Struct):
    text: Any = None


class _Message(msgspec.Struct, rename="camel"):
    message_id: str
    content: _Block


class _Prompt(msgspec.Struct):
    prompt: tuple[_Block, ...]


_message_decoder = msgspec.json.Decoder(_Message)
_prompt_decoder = msgspec.json.Decoder(_Prompt)


class _Said(NamedTuple):
    """A text. `message_id`: of which message it is a piece; empty for a prompt."""

    message_id: str
    text: str


class Search:
    """A search for words, in any case, in any number of conversations.

    `left`: how many bytes of logs may still be read. The log that is begun is read to its end.
    """

    def __init__(self, query: str, budget: int) -> None:
        self._words = frozenset(query.casefold().split())
        self._overlap = max(map(len, self._words), default=1)
        self.left = budget

    def finds(self, title: str, log: Path) -> bool:
        """Whether every word is in the title or is said in the log."""
        missing = _missing(self._words, title.casefold())
        return not missing or not self._missing_in(log, missing)

    def _missing_in(self, log: Path, words: frozenset[str]) -> frozenset[str]:
        try:
            with log.open("rb", buffering=0) as file:
                lines = LineFile(file)
                self.left -= lines.size
                return self._unsaid(_said(lines), words)
        except OSError:
            return words

    def _unsaid(self, said: Iterable[_Said], words: frozenset[str]) -> frozenset[str]:
        message_id, text = "", ""
        for piece in said:
            # A word may begin in one piece of a message and end in the next.
            continued = piece.message_id and piece.message_id == message_id
            begin = text[-self._overlap :] if continued else ""
            message_id, text = piece.message_id, begin + piece.text.casefold()
            words = _missing(words, text)
            if not words:
                break
        return words


def _missing(words: frozenset[str], text: str) -> frozenset[str]:
    return frozenset(word for word in words if word not in text)


def _said(lines: LineFile) -> Iterator[_Said]:
    """The texts of people and agents. Other lines are not looked into."""
    for line in lines.forward(0):
        try:
            if line.content.startswith(_MESSAGE):
                message = _message_decoder.decode(line.content)
                yield _Said(message.message_id, _text(message.content))
            elif line.content.startswith(_PROMPTS):
                prompt = _prompt_decoder.decode(line.content)
                yield _Said("", "\n".join(map(_text, prompt.prompt)))
        except (msgspec.DecodeError, ValueError, RecursionError):
            continue


def _text(block: _Block) -> str:
    return block.text if isinstance(block.text, str) else ""
