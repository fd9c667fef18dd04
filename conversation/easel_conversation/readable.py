"""A conversation as readers see it, whoever owns it."""

from typing import Protocol

from easel_conversation.log import ReadableLog
from easel_conversation.sight import Sight
from easel_conversation.state import ConversationState


class Readable(Protocol):
    """Our own conversation, or one that is observed."""

    @property
    def told(self) -> ConversationState:
        """The state as of `log.seq`: what people may be told of."""
        ...

    @property
    def log(self) -> ReadableLog:
        """The events."""
        ...

    @property
    def sight(self) -> Sight:
        """What lists show of it, as it is now."""
        ...
