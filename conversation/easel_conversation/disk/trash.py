"""The trash: what was deleted, until a person empties it. Blocks."""

import time
from pathlib import Path

from easel_conversation.disk.durable import make_private_folder
from easel_conversation.disk.folder import ConversationFolder


def move_to_trash(folder: ConversationFolder, trash: Path) -> None:
    """Move a conversation; nothing if it never came to be on disk.

    Moved back to where it was, it is a conversation again. One that is in the trash already stays
    there beside it.

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
