"""Cuts an answer into the pieces in which a model would stream it."""

import re
from collections.abc import Iterator
from itertools import cycle

_WORD = re.compile(r"\s*\S{1,16}|\s+")
_WORDS_PER_CHUNK = (1, 3, 2, 4, 2, 1, 5)


def chunks(text: str) -> Iterator[str]:
    """Yield non-empty pieces of a few words each that join to exactly `text`.

    The sizes vary, but are the same each time, and pay no heed to Markdown: a client has to cope
    with a fence or a link that arrives in halves.
    """
    sizes = cycle(_WORDS_PER_CHUNK)
    words: list[str] = []
    size = next(sizes)
    for match in _WORD.finditer(text):
        words.append(match[0])
        if len(words) == size:
            yield "".join(words)
            words.clear()
            size = next(sizes)
    if words:
        yield "".join(words)
