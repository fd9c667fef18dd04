"""What workers need to know from the settings, and from whoever runs them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from easel_acp.catalogue import AgentDefinition
from easel_acp.files.documents import OpenDocuments
from easel_acp.process.registry import ProcessRegistry
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What all workers share. `find_agent` raises `AgentUnavailable`."""

    config: Callable[[], WorkerConfig]
    find_agent: Callable[[AgentName], Awaitable[AgentDefinition]]
    documents: OpenDocuments
    processes: ProcessRegistry
    version: str
