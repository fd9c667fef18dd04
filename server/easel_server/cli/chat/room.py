"""What the commands of a chat can do."""

from pathlib import Path
from typing import Protocol

from rich.console import RenderableType

from easel_conversation.ids import AgentName
from easel_server.cli.conversation_client import ConversationClient
from easel_server.protocol.shapes import AgentInfo, ConversationInfo


class Room(Protocol):
    """A chat, seen by its commands."""

    @property
    def client(self) -> ConversationClient:
        """The server."""
        ...

    @property
    def info(self) -> ConversationInfo:
        """The conversation at hand."""
        ...

    @property
    def agents(self) -> tuple[AgentInfo, ...]:
        """The agents that were known when the chat began."""
        ...

    @property
    def cwd(self) -> Path:
        """The folder that the agent works in."""
        ...

    def tell(self, what: RenderableType) -> None:
        """Print something."""
        ...

    async def begin(self, agent: AgentName | None, cwd: Path) -> None:
        """Go on with a new conversation."""
        ...

    async def fork(self, title: str | None) -> None:
        """Go on with a copy of the conversation at hand."""
        ...

    def leave(self) -> None:
        """End the chat."""
        ...
