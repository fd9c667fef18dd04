"""Copies a conversation up to the end of one of its turns. Blocks."""

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from easel_conversation.disk.durable import PRIVATE_FILE, sync_file, sync_folder, write_draft
from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.disk.line import encode
from easel_conversation.disk.reader import LogReader
from easel_conversation.disk.record import Record, encode_record
from easel_conversation.events import Event, TurnEnded
from easel_conversation.ids import TurnId
from easel_conversation.runs import begin

_BLOCK: Final = 1024 * 1024


def end_of_turn(folder: ConversationFolder, turn_id: TurnId | None) -> TurnEnded | None:
    """The end of a turn, by default of the last one that has ended. Reads the whole log.

    Raises:
        OSError: the disk does not give the log.
    """
    last = None
    for event in LogReader(folder.events).forward(0, limit=float("inf")):
        if isinstance(event, TurnEnded):
            last = event
            if event.turn_id == turn_id:
                return event
    return last if turn_id is None else None


def copy_conversation(
    source: ConversationFolder,
    target: ConversationFolder,
    record: Record,
    seq: int,
    more: Iterable[Event],
) -> None:
    """Make a conversation of the events up to `seq`, where a line of the log ends, and of `more`.

    Raises:
        OSError: it cannot be made; nothing is left of it.
    """
    try:
        target.make()
        size = LogReader(source.events).size_until(seq)
        lines = b"".join(encode(begin(event)) for event in more)
        _copy_bytes(source.events, target.events, size, lines)
        write_draft(target.record, encode_record(record)).replace(target.record)
        sync_folder(target.path)
    except BaseException:
        shutil.rmtree(target.path, ignore_errors=True)
        raise


def _copy_bytes(source: Path, target: Path, size: int, behind: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(target, flags, PRIVATE_FILE)
    with open(descriptor, "wb") as copy:
        last = b"\n"
        for block in _blocks(source, size):
            copy.write(block)
            last = block[-1:]
        if last != b"\n":  # the copy ends with a torn line
            copy.write(b"\n")
        copy.write(behind)
        copy.flush()
        sync_file(descriptor)


def _blocks(source: Path, size: int) -> Iterator[bytes]:
    """The first `size` bytes of a file, which need not be there if these are none."""
    if size:
        with source.open("rb") as file:
            while size and (block := file.read(min(size, _BLOCK))):
                yield block
                size -= len(block)
