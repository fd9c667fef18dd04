"""The trash: what was deleted, for a while. Blocks.

The time at which a folder came in here is its own (`st_mtime`).
"""

import os
import re
import shutil
import time
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import Final, NamedTuple

from easel_conversation.disk.durable import make_private_folder
from easel_conversation.disk.folder import ConversationFolder, StateFolder
from easel_conversation.lease.files import LEASE_FILE

_NAME: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,127}(\.\d+)?")


class Deleted(NamedTuple):
    """A folder in the trash, and since when (seconds since the Unix epoch)."""

    since: float
    folder: ConversationFolder


def move_to_trash(folder: ConversationFolder, trash: Path) -> None:
    """Move a conversation of ours; nothing if it never came to be on disk.

    Moved back to where it was, it is a conversation again, and nobody's. One that is in the trash
    already stays there beside it.

    Raises:
        OSError: it is where it was.
    """
    if not folder.path.exists():
        return
    make_private_folder(trash)
    target = trash / folder.id
    if target.exists():
        target = trash / f"{folder.id}.{time.time_ns()}"
    folder.path.rename(target)
    (target / LEASE_FILE).unlink(missing_ok=True)  # else nobody but us could take it up for a while
    os.utime(target)


def move_back(folder: ConversationFolder, state: StateFolder) -> None:
    """Move a conversation out of the trash, to `folder`.

    Raises:
        FileNotFoundError: it is not in the trash.
        FileExistsError: there is one where it was.
        OSError: it stays in the trash.
    """
    if folder.path.exists():
        raise FileExistsError
    make_private_folder(state.conversations)
    (state.trash / folder.id).rename(folder.path)


def deleted(trash: Path) -> list[Deleted]:
    """What is in the trash, the last deleted first. What is not from here is left out."""
    return sorted(_folders(trash), key=attrgetter("since"), reverse=True)


def expired(trash: Path, now: float, seconds: float, most: int) -> list[Deleted]:
    """What has been in the trash for so long, and what is too much in it."""
    kept = deleted(trash)
    return [d for place, d in enumerate(kept) if place >= most or now - d.since >= seconds]


def remove(folder: ConversationFolder) -> None:
    """Remove a conversation from the trash, for good.

    Raises:
        OSError: something of it is left.
    """
    shutil.rmtree(folder.path)


def _folders(trash: Path) -> Iterator[Deleted]:
    try:
        entries = list(os.scandir(trash))
    except FileNotFoundError:
        return
    for entry in entries:
        if _NAME.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
            since = entry.stat(follow_symlinks=False).st_mtime
            yield Deleted(since, ConversationFolder(Path(entry.path)))
