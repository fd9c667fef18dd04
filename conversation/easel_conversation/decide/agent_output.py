"""What the agent says in updates: text, tool calls, plans, and facts about its session."""

from itertools import groupby
from typing import TypeVar

from msgspec.structs import replace

from easel_conversation.decide.clipping import clipped_content, clipped_raw, clipped_terminal
from easel_conversation.decide.echoes import is_echo
from easel_conversation.decide.transition import Transition
from easel_conversation.effects import StartTimer
from easel_conversation.events import (
    Message,
    MetadataChanged,
    Notice,
    Plan,
    ToolCallChanged,
    TurnStarted,
    Unknown,
)
from easel_conversation.ids import MessageId, TurnId
from easel_conversation.inputs import (
    AgentNotice,
    AgentUpdate,
    AgentUpdated,
    AgentWentQuiet,
    MessageChunk,
    PlanUpdate,
    SessionMetadata,
    TerminalUpdate,
    ToolCallUpdate,
    UnknownUpdate,
)
from easel_conversation.recap import names_a_recap
from easel_conversation.state import EndedTurn, Turn
from easel_conversation.usage import sane
from easel_conversation.values import (
    FINAL_BY_AGENT,
    PROVISIONAL,
    JsonObject,
    Role,
    ToolCall,
    ToolCallStatus,
)

T = TypeVar("T")

TRUNCATED = "\n\n[Easel: the rest of this answer is too long and is left out.]"
_KNOWN_STATUSES: frozenset[str] = frozenset({"pending", "in_progress"}) | FINAL_BY_AGENT


def updated(t: Transition, signal: AgentUpdated) -> None:
    """Take in a batch of updates, in their order. Those of an older epoch are dropped."""
    if signal.epoch == t.state.epoch:
        take_all(t, signal.updates)


def take_all(t: Transition, updates: tuple[AgentUpdate, ...]) -> None:
    """Take in updates of this epoch, in their order."""
    for update in merge_adjacent_text(updates):
        _take(t, update)


def merge_adjacent_text(updates: tuple[AgentUpdate, ...]) -> list[AgentUpdate]:
    """Join chunks of one message that follow each other, so that each is folded once."""
    merged: list[AgentUpdate] = []
    for key, group in groupby(updates, _text_key):
        if key is None:
            merged.extend(group)
            continue
        chunks = [update for update in group if isinstance(update, MessageChunk)]
        first = chunks[0]
        text = "".join(chunk.content["text"] for chunk in chunks)
        content = first.content if len(chunks) == 1 else {**first.content, "text": text}
        merged.append(MessageChunk(first.role, content, first.message_id))
    return merged


def session_metadata(t: Transition, metadata: SessionMetadata) -> None:
    """State what is new about the session; nothing if nothing is."""
    known = t.state.session
    modes = metadata.modes or known.modes
    if metadata.current_mode_id is not None:
        modes = {**(modes or {}), "currentModeId": metadata.current_mode_id}
    event = MetadataChanged(
        epoch=t.state.epoch,
        title=_news(_title(t, metadata), t.state.title),
        modes=_news(modes, known.modes),
        config_options=_news(metadata.config_options, known.config_options),
        commands=_news(metadata.commands, known.commands),
        usage=sane(metadata.usage),
    )
    if event != MetadataChanged(epoch=t.state.epoch):
        t.emit(event)


def _title(t: Transition, metadata: SessionMetadata) -> str | None:
    """The agent's title, unless a person chose one, or it is the beginning of a recap."""
    title = metadata.title
    return None if t.state.renamed or title is None or names_a_recap(title) else title


def merge_tool_call(t: Transition, turn_id: TurnId, update: ToolCallUpdate) -> ToolCall:
    """Merge news of a tool call into its snapshot and state it, if that changes anything."""
    known = _tool_call_of(t, turn_id, update)
    merged = merged_tool_call(known, update, t.policy.max_tool_output)
    if merged != known:
        t.emit(ToolCallChanged(turn_id=turn_id, epoch=t.state.epoch, tool_call=merged))
    return merged


def merged_tool_call(known: ToolCall | None, update: ToolCallUpdate, limit: int) -> ToolCall:
    """The snapshot after `update`. What is unknown to us is shown as something general.

    Args:
        known: the snapshot before.
        update: what the agent sent.
        limit: characters of output that are kept, see `clipping`.
    """
    if known is None:
        known = ToolCall(
            tool_call_id=update.tool_call_id,
            title=update.title or str(update.tool_call_id),
            kind=update.kind or "other",
            status="pending",
        )
    return ToolCall(
        tool_call_id=known.tool_call_id,
        title=update.title or known.title,
        kind=update.kind or known.kind,
        status=next_status(known.status, update.status),
        content=known.content if update.content is None else _content(known, update.content, limit),
        locations=known.locations if update.locations is None else update.locations,
        raw_input=_newer(clipped_raw(update.raw_input, limit), known.raw_input),
        raw_output=_newer(clipped_raw(update.raw_output, limit), known.raw_output),
    )


def _content(
    known: ToolCall, content: tuple[JsonObject, ...], limit: int
) -> tuple[JsonObject, ...]:
    """What a terminal showed stays when the agent only names the terminal again."""
    shown = {item.get("terminalId"): item for item in known.content if "output" in item}
    return tuple(
        shown.get(item.get("terminalId"), item) if item.get("type") == "terminal" else item
        for item in clipped_content(content, limit)
    )


def next_status(known: ToolCallStatus, told: str | None) -> ToolCallStatus:
    """The status after the agent told one.

    Its own end is kept. An end of ours may become its completed or failed, never in_progress.
    """
    if told not in _KNOWN_STATUSES or known in FINAL_BY_AGENT:
        return known
    if known in PROVISIONAL and told not in FINAL_BY_AGENT:
        return known
    return told  # type: ignore[return-value]


def _take(t: Transition, update: AgentUpdate) -> None:
    match update:
        case SessionMetadata():
            session_metadata(t, update)
        case AgentNotice(level=level, text=text):
            t.emit(Notice(turn_id=_turn_id(t), level=level, text=text))
        case UnknownUpdate(update=raw):
            t.emit(Unknown(turn_id=_turn_id(t), epoch=t.state.epoch, update=raw))
        case _ if t.state.process == "starting":
            _during_set_up(t, update)
        case MessageChunk():
            _message(t, update)
        case ToolCallUpdate():
            _tool_call(t, update)
        case TerminalUpdate():
            _terminal(t, update)
        case PlanUpdate(entries=entries):
            if turn := _live_turn(t):
                t.emit(Plan(turn_id=turn.id, epoch=turn.epoch, entries=entries))


def _during_set_up(t: Transition, update: AgentUpdate) -> None:
    """A greeting before the first prompt neither starts nor ends a turn."""
    text = update.content.get("text") if isinstance(update, MessageChunk) else None
    if isinstance(text, str) and text.strip():
        t.emit(Notice(level="info", text=text))


def _message(t: Transition, chunk: MessageChunk) -> None:
    previous = _ended_turn(t)
    late = _late_message_id(previous, chunk)
    if previous is not None and late is not None:
        _emit_message(t, previous, chunk, late, append=True)
        return
    turn = t.state.turn
    if chunk.role == "user" and turn is not None and is_echo(turn, chunk):
        return
    if turn := _live_turn(t):
        message_id, append = _message_id(turn, chunk)
        _emit_message(t, turn, chunk, message_id, append=append)


def _emit_message(
    t: Transition,
    turn: Turn | EndedTurn,
    chunk: MessageChunk,
    message_id: MessageId,
    *,
    append: bool,
) -> None:
    clipped = _clipped(turn.text_size, chunk, t.policy.max_turn_text)
    if clipped is not None:
        t.emit(
            Message(
                turn_id=turn.id,
                epoch=t.state.epoch,
                message_id=message_id,
                role=clipped.role,
                content=clipped.content,
                append=append,
            )
        )


def _tool_call(t: Transition, update: ToolCallUpdate) -> None:
    turn, previous = t.state.turn, _ended_turn(t)
    known_live = turn is not None and update.tool_call_id in turn.tool_calls
    if (
        previous is not None
        and update.tool_call_id in previous.tool_calls
        and not known_live
        and (turn is None or not update.created)
    ):
        merge_tool_call(t, previous.id, update)
    elif turn := _live_turn(t):
        merge_tool_call(t, turn.id, update)


def _terminal(t: Transition, update: TerminalUpdate) -> None:
    """Show the terminal's output in the tool calls that embed it."""
    output = clipped_terminal(update.output, t.policy.max_tool_output)
    clipped = replace(
        update, output=output, truncated=update.truncated or output is not update.output
    )
    turns: tuple[Turn | EndedTurn | None, ...] = (t.state.turn, _ended_turn(t))
    for turn in turns:
        if turn is None:
            continue
        for call in tuple(turn.tool_calls.values()):
            content = tuple(_with_output(item, clipped) for item in call.content)
            if content != call.content:
                shown = replace(call, content=content)
                t.emit(ToolCallChanged(turn_id=turn.id, epoch=t.state.epoch, tool_call=shown))


def _with_output(item: JsonObject, update: TerminalUpdate) -> JsonObject:
    if item.get("type") != "terminal" or item.get("terminalId") != update.terminal_id:
        return item
    return {
        **item,
        "output": update.output,
        "truncated": update.truncated,
        "exitCode": update.exit_code,
        "signal": update.signal,
    }


def _ended_turn(t: Transition) -> EndedTurn | None:
    """The turn before, if the agent of today had it: ids of another process mean nothing."""
    previous = t.state.previous
    return previous if previous is not None and previous.epoch == t.state.epoch else None


def _live_turn(t: Transition) -> Turn | None:
    """The live turn; one that the agent begins, if there is none and the agent is still there."""
    if t.state.turn is None and t.state.process == "ready":
        turn_id = TurnId(f"agent-{t.state.epoch}-{t.state.seq + 1}")
        t.emit(
            TurnStarted(
                turn_id=turn_id,
                epoch=t.state.epoch,
                prompt=(),
                agent=t.state.agent,
                origin="agent",
            )
        )
        ring = AgentWentQuiet(turn_id, t.state.seq)
        t.effect(StartTimer("quiet", t.policy.quiet_ms, ring))
    return t.state.turn


def _tool_call_of(t: Transition, turn_id: TurnId, update: ToolCallUpdate) -> ToolCall | None:
    for turn in (t.state.turn, t.state.previous):
        if turn is not None and turn.id == turn_id:
            return turn.tool_calls.get(update.tool_call_id)
    return None


def _message_id(turn: Turn, chunk: MessageChunk) -> tuple[MessageId, bool]:
    """The id of the message that the chunk belongs to, and whether it continues it."""
    if chunk.message_id is not None:
        message_id = _qualified(turn.id, chunk.role, chunk.message_id)
        return message_id, message_id in turn.message_ids
    opened = turn.open_message
    if opened is not None and opened.role == chunk.role:
        return opened.message_id, True
    return MessageId(f"{turn.id}/{len(turn.message_ids) + 1}"), False


def _late_message_id(previous: EndedTurn | None, chunk: MessageChunk) -> MessageId | None:
    if previous is None or chunk.message_id is None:
        return None
    message_id = _qualified(previous.id, chunk.role, chunk.message_id)
    return message_id if message_id in previous.message_ids else None


def _qualified(turn_id: TurnId, role: Role, agents_id: str) -> MessageId:
    return MessageId(f"{turn_id}/{role}/{agents_id}")


def _clipped(size: int, chunk: MessageChunk, limit: int) -> MessageChunk | None:
    text = chunk.content.get("text")
    if not isinstance(text, str) or size + len(text) <= limit:
        return chunk
    room = limit - size
    if room < 0:
        return None
    return _with_text(chunk, text[:room] + TRUNCATED)


def _with_text(chunk: MessageChunk, text: str) -> MessageChunk:
    return MessageChunk(chunk.role, {**chunk.content, "text": text}, chunk.message_id)


def _text_key(update: AgentUpdate) -> tuple[Role, str | None] | None:
    if isinstance(update, MessageChunk) and _is_plain_text(update.content):
        return (update.role, update.message_id)
    return None


def _is_plain_text(content: JsonObject) -> bool:
    return content.keys() == {"type", "text"} and isinstance(content["text"], str)


def _turn_id(t: Transition) -> TurnId | None:
    return t.state.turn.id if t.state.turn else None


def _newer(told: object, known: object) -> object:
    return known if told is None else told


def _news(told: T | None, known: T | None) -> T | None:
    return None if told == known else told
