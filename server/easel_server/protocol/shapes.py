"""What is described on the wire: agents, conversations, leases, processes."""

from typing import Annotated, Literal

from msgspec import Meta

from easel_conversation.ids import AcpSessionId, AgentName, ConversationId, Epoch
from easel_conversation.values import (
    ErrorInfo,
    ExecutionStatus,
    JsonObject,
    Memory,
    ParkedCause,
    ProcessStatus,
    Usage,
)
from easel_server.protocol.base import Info

AgentSource = Literal["builtin", "settings", "config", "detected", "zed", "jetbrains"]
Access = Literal["owner", "observer"]


class AgentInfo(Info, frozen=True):
    """An agent that can be chosen, or the reason why not."""

    id: AgentName
    name: str
    command: Annotated[tuple[str, ...], Meta(description="program and arguments")]
    source: AgentSource
    available: bool
    reason: Annotated[str | None, Meta(description="why it cannot start, and the way out")] = None


class LeaseInfo(Info, frozen=True):
    """Who owns a conversation."""

    owner_instance_id: str
    generation: int
    expires_at: Annotated[str, Meta(description="ISO 8601 UTC")]
    owner_host: str | None
    owner_pid: int | None
    same_host: bool
    alive: Annotated[bool | None, Meta(description="null: cannot be known from this host")]
    expired: bool
    ours: bool


class ConversationInfo(Info, frozen=True):
    """A conversation at a glance. The `acp*` fields are null until known."""

    id: ConversationId
    title: str
    cwd: Annotated[str, Meta(description="`file:` URI")]
    agent: AgentName
    acp_session_id: AcpSessionId | None
    acp_agent_name: str | None
    acp_agent_version: str | None
    execution_status: ExecutionStatus
    process_status: ProcessStatus
    memory: Annotated[Memory, Meta(description="what the agent remembers")]
    access: Access
    lease: LeaseInfo | None
    queued: Annotated[int, Meta(description="prompts that wait")]
    usage: Usage
    turns: int
    created_at: str
    updated_at: str
    seq: Annotated[int, Meta(description="`seq` of the newest event")]
    parked_cause: ParkedCause | None = None
    process_error: ErrorInfo | None = None
    modes: JsonObject | None = None
    config_options: tuple[JsonObject, ...] | None = None
    commands: tuple[JsonObject, ...] | None = None


class ProcessInfo(Info, frozen=True):
    """An agent process."""

    pid: int
    agent: AgentName
    conversation_id: ConversationId | None
    epoch: Epoch
    status: ProcessStatus
    rss_bytes: Annotated[int | None, Meta(description="resident memory of the whole tree")]
    started_at: str
