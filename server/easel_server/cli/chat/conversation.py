"""The conversation that a chat is about: what is known of it, and what is open in it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from rich.console import Group, RenderableType

from easel_conversation.events import Event
from easel_server.cli.chat.status import activity
from easel_server.cli.chat.turn_state import TurnState
from easel_server.cli.render.pieces import Spacing
from easel_server.cli.render.transcript import Transcript
from easel_server.protocol.shapes import ConversationInfo


class ConversationView:
    """Folds the news of one conversation into what the screen shows."""

    def __init__(self, info: ConversationInfo, tell: Callable[[RenderableType], None]) -> None:
        """`tell` prints something for good."""
        self.info = info
        self.turn = TurnState()
        self._tell = tell
        self._transcript = Transcript()
        self._spacing = Spacing()

    @property
    def cwd(self) -> Path:
        """The folder that the agent works in."""
        return Path(url2pathname(urlsplit(self.info.cwd).path))

    def hear(self, event: Event) -> None:
        """Take an event and print what it finishes."""
        self.turn = self.turn.after(event)
        for piece in self._transcript.feed(event):
            for part in self._spacing.spaced(piece):
                self._tell(part)

    def live(self, now: datetime) -> RenderableType | None:
        """What is open: text, tool calls, the plan; then what the turn is doing."""
        shown: list[RenderableType] = []
        for part in (self._transcript.live(), activity(self.turn, self.info, now)):
            if part is not None:
                shown += ["", part]
        return Group(*shown) if shown else None
