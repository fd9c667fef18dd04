"""What workers need to know from the settings, and from whoever runs them."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

from easel_acp.catalogue import AgentDefinition
from easel_acp.files.documents import OpenDocuments
from easel_acp.process.registry import ProcessRegistry
from easel_conversation.conversation import Conversation
from easel_conversation.ids import AgentName
from easel_conversation.values import JsonObject, OnLoadFailure


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerConfig:
    """Choices from the settings. Durations in seconds."""

    startup_seconds: float
    load_seconds: float
    on_load_failure: OnLoadFailure
    max_line_bytes: int
    terminal_output_bytes: int
    trace: Literal["off", "messages", "verbose"]
    mcp_servers: tuple[JsonObject, ...]
    """The user's, for every agent."""
    canvas_tools: bool
    """Whether agents get Easel's own server, see `OwnServers`."""


class OwnServers(Protocol):
    """The MCP servers that Easel itself gives to agents."""

    def serving(
        self, conversation: Conversation
    ) -> AbstractAsyncContextManager[tuple[JsonObject, ...]]:
        """Those for an agent that serves a conversation; they are of no use after the block.

        An entry, in the form of ACP, may hold secrets: it is for the agent alone.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What all workers share. `find_agent` raises `AgentUnavailable`."""

    config: Callable[[], WorkerConfig]
    find_agent: Callable[[AgentName], Awaitable[AgentDefinition]]
    documents: OpenDocuments
    processes: ProcessRegistry
    own_servers: OwnServers
    version: str
