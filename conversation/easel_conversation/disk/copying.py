"""Copies a conversation up to the end of one of its turns. Blocks."""

import os
import shutil
from pathlib import Path
from typing import Final

from easel_conversation.disk.durable import PRIVATE_FILE, sync_file, sync_folder, write_draft
from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.disk.reader import LogReader
from easel_conversation.disk.record import Record, encode_record
from easel_conversation.events import TurnEnded
from easel_conversation.ids import TurnId

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
    source: ConversationFolder, target: ConversationFolder, record: Record, seq: int
) -> None:
    """Make a conversation of the events up to `seq`, where a line of the log ends.

    Raises:
        OSError: it cannot be made; nothing is left of it.
    """
    try:
        target.make()
        _copy_bytes(source.events, target.events, LogReader(source.events).size_until(seq))
        write_draft(target.record, encode_record(record)).replace(target.record)
        sync_folder(target.path)
    except BaseException:
        shutil.rmtree(target.path, ignore_errors=True)
        raise


def _copy_bytes(source: Path, target: Path, size: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(target, flags, PRIVATE_FILE)
    with open(descriptor, "wb", buffering=0) as copy:
        if size:
            with source.open("rb", buffering=0) as file:
                while size and (block := file.read(min(size, _BLOCK))):
                    copy.write(block)
                    size -= len(block)
        sync_file(descriptor)
