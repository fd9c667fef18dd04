"""Where things lie."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from easel_conversation.disk.durable import make_private_folder
from easel_conversation.ids import ConversationId

EVENTS: Final = "events.jsonl"
RECORD: Final = "conversation.json"
CHECKPOINT: Final = "checkpoint.json"
_ID: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,127}")


@dataclass(frozen=True, slots=True)
class ConversationFolder:
    """The folder of one conversation."""

    path: Path

    @property
    def id(self) -> ConversationId:
        """The id of the conversation."""
        return ConversationId(self.path.name)

    @property
    def events(self) -> Path:
        """The log."""
        return self.path / EVENTS

    @property
    def record(self) -> Path:
        """What was fixed at creation, and a glance for lists."""
        return self.path / RECORD

    @property
    def checkpoint(self) -> Path:
        """The state at some event."""
        return self.path / CHECKPOINT

    def holds_a_conversation(self) -> bool:
        """Whether anything of a conversation is here, if only damaged."""
        return self.record.exists() or self.events.exists()

    def make(self) -> None:
        """Have the folder there.

        Raises:
            OSError: it cannot be made.
        """
        make_private_folder(self.path)


@dataclass(frozen=True, slots=True)
class StateFolder:
    """The folder of all conversations."""

    path: Path

    @property
    def conversations(self) -> Path:
        """One folder for each."""
        return self.path / "conversations"

    @property
    def trash(self) -> Path:
        """Those that were deleted. Moved back, they are conversations again."""
        return self.path / "trash"

    def conversation(self, conversation_id: ConversationId) -> ConversationFolder | None:
        """The folder of a conversation; None if no conversation can have such an id."""
        if _ID.fullmatch(conversation_id) is None:
            return None
        return ConversationFolder(self.conversations / conversation_id)
