"""What an agent says in `session/update`, in the words of a conversation."""

import msgspec

from easel_conversation.ids import ToolCallId
from easel_conversation.values import ContentBlock, JsonObject, NoticeLevel, Role, Usage


class MessageChunk(msgspec.Struct, frozen=True):
    """A piece of a message; `message_id` is the agent's own, if it gives one."""

    role: Role
    content: ContentBlock
    message_id: str | None = None


class ToolCallUpdate(msgspec.Struct, frozen=True):
    """News of a tool call. A field that is None was not sent and stays as it was."""

    tool_call_id: ToolCallId
    created: bool
    title: str | None = None
    kind: str | None = None
    status: str | None = None
    content: tuple[JsonObject, ...] | None = None
    locations: tuple[JsonObject, ...] | None = None
    raw_input: object = None
    raw_output: object = None


class TerminalUpdate(msgspec.Struct, frozen=True):
    """What a terminal shows now; it is part of every tool call that embeds it.

    `exit_code` and `signal` are None while its command runs.
    """

    terminal_id: str
    output: str
    truncated: bool
    exit_code: int | None = None
    signal: str | None = None


class PlanUpdate(msgspec.Struct, frozen=True):
    """The plan, whole."""

    entries: tuple[JsonObject, ...]


class SessionMetadata(msgspec.Struct, frozen=True):
    """What the session tells of itself. None: not told."""

    title: str | None = None
    current_mode_id: str | None = None
    modes: JsonObject | None = None
    config_options: tuple[JsonObject, ...] | None = None
    commands: tuple[JsonObject, ...] | None = None
    usage: Usage | None = None


class AgentNotice(msgspec.Struct, frozen=True):
    """A sentence of the agent for people, outside of the conversation."""

    level: NoticeLevel
    text: str


class UnknownUpdate(msgspec.Struct, frozen=True):
    """An update that this version has no name for."""

    update: JsonObject


AgentUpdate = (
    MessageChunk
    | ToolCallUpdate
    | TerminalUpdate
    | PlanUpdate
    | SessionMetadata
    | AgentNotice
    | UnknownUpdate
)
