"""What is described on the wire: agents, conversations, leases, processes."""

from typing import Annotated, Literal

from msgspec import Meta

from easel_conversation.ids import AcpSessionId, AgentName, ConversationId, Epoch
from easel_conversation.lease import LeaseInfo
from easel_conversation.values import (
    ErrorInfo,
    ExecutionStatus,
    ForkOrigin,
    JsonObject,
    Memory,
    ParkedCause,
    ProcessStatus,
    Usage,
)
from easel_server.protocol.base import Info

AgentSource = Literal["builtin", "settings", "config", "detected", "zed", "jetbrains"]
Access = Literal["owner", "observer"]
LoginOutcome = Literal["loggedIn", "terminal"]


class AgentInfo(Info, frozen=True):
    """An agent that can be chosen, or the reason why not."""

    id: AgentName
    name: Annotated[str, Meta(description="For people.")]
    command: Annotated[tuple[str, ...], Meta(description="The program and its arguments.")]
    source: AgentSource
    available: Annotated[bool, Meta(description="Whether it can start.")]
    reason: Annotated[
        str | None, Meta(description="Why it cannot start, and the way out, for people.")
    ] = None
    is_default: Annotated[
        bool, Meta(description="Whether a conversation that names no agent is with this one.")
    ] = False
    stands_in: Annotated[
        str | None,
        Meta(description="Why it is the default in place of the one of the settings, for people."),
    ] = None


class ConversationInfo(Info, frozen=True):
    """A conversation at a glance. The `acp*` fields are null until known."""

    id: ConversationId
    title: Annotated[str, Meta(description="Empty before the first prompt.")]
    cwd: Annotated[str, Meta(description="The working directory, a `file:` URI.")]
    agent: AgentName
    acp_session_id: AcpSessionId | None
    acp_agent_name: Annotated[str | None, Meta(description="What the agent calls itself.")]
    acp_agent_version: str | None
    execution_status: ExecutionStatus
    process_status: ProcessStatus
    memory: Memory
    access: Access
    lease: LeaseInfo | None
    queued: Annotated[int, Meta(description="How many prompts wait.")]
    usage: Usage
    turns: Annotated[int, Meta(description="How many turns have begun.")]
    created_at: str
    updated_at: Annotated[
        str, Meta(description="When something was said or done in it for the last time.")
    ]
    seq: Annotated[int, Meta(description="The `seq` of its newest event.")]
    parked_cause: ParkedCause | None = None
    process_error: Annotated[
        ErrorInfo | None, Meta(description="Why the agent's process is not up.")
    ] = None
    modes: Annotated[
        JsonObject | None, Meta(description="As ACP has them: `currentModeId`, `availableModes`.")
    ] = None
    config_options: Annotated[
        tuple[JsonObject, ...] | None, Meta(description="Options of the session, as ACP has them.")
    ] = None
    commands: Annotated[
        tuple[JsonObject, ...] | None,
        Meta(description="The agent's slash commands, as ACP has them."),
    ] = None
    forked_from: Annotated[
        ForkOrigin | None, Meta(description="Of a fork: what it is a fork of.")
    ] = None
    recap: Annotated[
        bool, Meta(description="Whether the agent gets a recap in front of the next prompt.")
    ] = False
    last_line: Annotated[
        Annotated[str, Meta(max_length=200)] | None,
        Meta(
            description="The last line that the agent said, else of the prompt: plain text. It is "
            "told anew when a turn begins or ends, or the agent asks, not with every piece of text."
        ),
    ] = None


class ProcessInfo(Info, frozen=True):
    """An agent process."""

    pid: int
    agent: AgentName
    conversation_id: Annotated[
        ConversationId | None, Meta(description="null: a spare, without a conversation.")
    ]
    epoch: Annotated[Epoch, Meta(description="0: a spare.")]
    status: ProcessStatus
    rss_bytes: Annotated[
        int | None, Meta(description="Resident memory of the process and all below it.")
    ]
    started_at: str
