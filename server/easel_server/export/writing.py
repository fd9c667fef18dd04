"""Where an export goes: into a text, or into a file. Blocks."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


class ExportTooLong(Exception):
    """The text would be longer than what fits into a message."""


def in_memory(pieces: Iterable[str], most: int) -> str:
    """The text.

    Raises:
        ExportTooLong: it has more than `most` characters.
    """
    taken: list[str] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise ExportTooLong
        taken.append(piece)
    return "".join(taken)


def into_file(pieces: Iterable[str], target: Path) -> int:
    """Put the text into a file, whole or not at all; returns its size in bytes.

    Raises:
        OSError: it cannot be written; what was there before is there still.
    """
    draft = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
        size = draft.stat().st_size
        draft.replace(target)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
    return size
