"""The one place where what ACP calls things becomes what a conversation calls them.

Lenient, as the schema of ACP asks: a field that is missing or of the wrong type counts as not
sent; a kind that is not known is passed on as it came.
"""

import math
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from easel_acp.connection.lenient import mapping, mappings, text
from easel_acp.connection.messages import Message
from easel_conversation.ids import ToolCallId
from easel_conversation.inputs import (
    AgentNotice,
    AgentUpdate,
    MessageChunk,
    PlanUpdate,
    SessionMetadata,
    ToolCallUpdate,
    UnknownUpdate,
)
from easel_conversation.values import Cost, JsonObject, NoticeLevel, Role, Usage

_LEVELS: dict[str, NoticeLevel] = {"warning": "warning", "error": "error"}


def to_agent_update(update: Message) -> AgentUpdate:
    """One `session/update` in the words of a conversation."""
    convert = _CONVERTERS.get(str(update.get("sessionUpdate")))
    converted = convert(update) if convert else None
    return UnknownUpdate(update) if converted is None else converted


def to_tool_call_update(update: Message, *, created: bool) -> ToolCallUpdate | None:
    """A `tool_call`, `tool_call_update`, or the tool call of a permission request."""
    tool_call_id = text(update.get("toolCallId"))
    if tool_call_id is None:
        return None
    content, locations = update.get("content"), update.get("locations")
    return ToolCallUpdate(
        tool_call_id=ToolCallId(tool_call_id),
        created=created,
        title=text(update.get("title")),
        kind=text(update.get("kind")),
        status=text(update.get("status")),
        content=tuple(map(_with_uri, mappings(content))) if isinstance(content, list) else None,
        locations=(
            tuple(map(_with_uri, mappings(locations))) if isinstance(locations, list) else None
        ),
        raw_input=update.get("rawInput"),
        raw_output=update.get("rawOutput"),
    )


def to_usage(usage: Message | None) -> Usage | None:
    """The token counts of a prompt's answer: levels of the session. Nonsense is left out."""
    if usage is None:
        return None
    counts = Usage(
        input_tokens=_count(usage.get("inputTokens")),
        output_tokens=_count(usage.get("outputTokens")),
    )
    return counts if counts != Usage() else None


def to_session_metadata(
    modes: Message | None, config_options: list[Message] | None
) -> SessionMetadata:
    """What the answer to `session/new`, `load` or `resume` tells of the session."""
    return SessionMetadata(
        modes=modes,
        config_options=None if config_options is None else tuple(config_options),
    )


def _chunk(role: Role) -> Callable[[Message], AgentUpdate | None]:
    def convert(update: Message) -> AgentUpdate | None:
        content = update.get("content")
        if not isinstance(content, dict):
            return None
        if content.get("type") == "text" and content.get("text") == "":
            return _beside_no_text(update)
        return MessageChunk(role, content, text(update.get("messageId")))

    return convert


def _beside_no_text(update: Message) -> SessionMetadata:
    """A chunk without text says nothing by itself; qwen-code puts the usage beside it."""
    return SessionMetadata(usage=to_usage(mapping(mapping(update.get("_meta")).get("usage"))))


def _plan(update: Message) -> PlanUpdate | None:
    entries = update.get("entries")
    return PlanUpdate(tuple(mappings(entries))) if isinstance(entries, list) else None


def _commands(update: Message) -> SessionMetadata | None:
    commands = update.get("availableCommands")
    if not isinstance(commands, list):
        return None
    return SessionMetadata(commands=tuple(mappings(commands)))


def _mode(update: Message) -> SessionMetadata | None:
    mode_id = text(update.get("currentModeId"))
    return None if mode_id is None else SessionMetadata(current_mode_id=mode_id)


def _config_options(update: Message) -> SessionMetadata | None:
    options = update.get("configOptions")
    if not isinstance(options, list):
        return None
    return SessionMetadata(config_options=tuple(mappings(options)))


def _session_info(update: Message) -> SessionMetadata:
    return SessionMetadata(title=text(update.get("title")))


def _usage(update: Message) -> SessionMetadata:
    return SessionMetadata(
        usage=Usage(
            context_used=_count(update.get("used")),
            context_size=_count(update.get("size")),
            cost=_cost(mapping(update.get("cost"))),
        )
    )


def _notice(update: Message) -> AgentNotice | None:
    title = text(update.get("title"))
    if not title:
        return None
    detail = text(update.get("description"))
    level = _LEVELS.get(str(update.get("severity")), "info")
    return AgentNotice(level, f"{title}: {detail}" if detail else title)


def _compaction(update: Message) -> ToolCallUpdate | None:
    """Shown as a tool call: it takes time, ends, and must keep the watchdog away."""
    compaction_id = text(update.get("compactionId"))
    if compaction_id is None:
        return None
    summary = update.get("summary")
    content = mappings(summary) if isinstance(summary, list) else None
    return ToolCallUpdate(
        tool_call_id=ToolCallId(f"compaction/{compaction_id}"),
        created=False,
        title="Compacting the conversation",
        kind="think",
        status=text(update.get("status")) or "in_progress",
        content=(
            None if content is None else tuple({"type": "content", "content": c} for c in content)
        ),
        raw_output=update.get("error"),
    )


def _with_uri(item: JsonObject) -> JsonObject:
    """Add the `file:` URI to a diff or location, which ACP gives an absolute path."""
    path = item.get("path")
    if not isinstance(path, str) or not PurePath(path).is_absolute():
        return item
    return {**item, "uri": PurePath(path).as_uri()}


def _count(value: Any) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and value >= 0 else None


def _cost(cost: Message) -> Cost | None:
    amount, currency = cost.get("amount"), text(cost.get("currency"))
    if isinstance(amount, bool) or not isinstance(amount, int | float) or not currency:
        return None
    return Cost(amount=amount, currency=currency) if math.isfinite(amount) and amount >= 0 else None


_CONVERTERS: dict[str, Callable[[Message], AgentUpdate | None]] = {
    "agent_message_chunk": _chunk("assistant"),
    "agent_thought_chunk": _chunk("thought"),
    "user_message_chunk": _chunk("user"),
    "tool_call": lambda update: to_tool_call_update(update, created=True),
    "tool_call_update": lambda update: to_tool_call_update(update, created=False),
    "plan": _plan,
    "available_commands_update": _commands,
    "current_mode_update": _mode,
    "config_option_update": _config_options,
    "session_info_update": _session_info,
    "usage_update": _usage,
    "notice": _notice,
    "compaction_update": _compaction,
    "compaction_summary_chunk": _compaction,
}
