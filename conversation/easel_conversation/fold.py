"""Folding events into state: `fold(state, event) -> state`, pure, for every event of a log.

Every event of the log, replayed in order from the initial state, gives the present state.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from msgspec.structs import replace

from easel_conversation.canvas_notes import MOST, has_notes
from easel_conversation.clock import from_iso
from easel_conversation.events import (
    CancelRequested,
    CanvasesChanged,
    CanvasNote,
    ElicitationRequested,
    ElicitationResolved,
    Event,
    Forked,
    LeaseChanged,
    Message,
    MetadataChanged,
    PermissionRequested,
    PermissionResolved,
    PromptDropped,
    PromptQueued,
    PromptSteered,
    QueueReordered,
    Recap,
    SessionLoadFailed,
    SessionRestored,
    StatusChanged,
    ToolCallChanged,
    TurnEnded,
    TurnStarted,
)
from easel_conversation.fold_queue import (
    prompt_dropped,
    prompt_queued,
    prompt_steered,
    queue_reordered,
)
from easel_conversation.kept_canvas import changed_by
from easel_conversation.last_line import heard
from easel_conversation.state import (
    Cancelling,
    ConversationState,
    EndedTurn,
    OpenMessage,
    QueuedPrompt,
    Turn,
)
from easel_conversation.usage import total
from easel_conversation.values import EndReason, ProcessStatus, Usage

CRASH_WINDOW_MS = 60_000
_OF_THE_AGENT = (StatusChanged, SessionRestored, SessionLoadFailed, LeaseChanged, Recap)
_CLEAN: frozenset[EndReason] = frozenset({"completed", "truncated", "refused"})
_FAILED: frozenset[EndReason] = frozenset({"failed", "crashed", "orphaned"})
_UP: frozenset[ProcessStatus] = frozenset({"ready", "busy"})

K = TypeVar("K")
V = TypeVar("V")


def fold(state: ConversationState, event: Event) -> ConversationState:
    """The state after `event`. Events that change no state still move `seq` on."""
    handler = _HANDLERS.get(type(event))
    folded = handler(state, event) if handler else state
    at_ms = from_iso(event.at)
    updated_at_ms = at_ms if _is_activity(event) else state.updated_at_ms
    return replace(
        folded,
        seq=event.seq,
        heard_at_ms=at_ms,
        updated_at_ms=updated_at_ms,
        last_words=heard(state, event),
    )


def _is_activity(event: Event) -> bool:
    """Whether it makes the conversation a newer one: not what only befalls its agent."""
    if isinstance(event, MetadataChanged):
        return event.title is not None
    return not isinstance(event, _OF_THE_AGENT)


def _turn_started(state: ConversationState, event: TurnStarted) -> ConversationState:
    assert event.turn_id is not None
    # `next` was said of the turn before, not of this one.
    waiting = (q for q in state.queue if q.turn_id != event.turn_id)
    return replace(
        state,
        turn=Turn(
            id=event.turn_id,
            prompt=event.prompt,
            origin=event.origin,
            epoch=event.epoch,
        ),
        queue=tuple(replace(queued, next=False) for queued in waiting),
        canvas_notes=() if has_notes(event.prompt) else state.canvas_notes,
        turns=state.turns + 1,
        paused=False,
        failed=False,
    )


def _turn_ended(state: ConversationState, event: TurnEnded) -> ConversationState:
    turn = state.turn
    if turn is None or turn.id != event.turn_id:
        return state
    pausing = turn.cancelling is not None and turn.cancelling.verb == "pause"
    was_told = _knows_recap(state, turn, event)
    return replace(
        state,
        turn=None,
        previous=EndedTurn(
            id=turn.id,
            epoch=turn.epoch,
            tool_calls=turn.tool_calls,
            message_ids=turn.message_ids,
            text_size=turn.text_size,
        ),
        queue=(
            state.queue
            if event.reason in _CLEAN
            else tuple(_parked(queued, pausing=pausing) for queued in state.queue)
        ),
        usage=_with_usage(state, event.usage),
        failed=event.reason in _FAILED,
        recap=None if was_told else state.recap,
        memory="resumed" if was_told else state.memory,
    )


def _knows_recap(state: ConversationState, turn: Turn, event: TurnEnded) -> bool:
    """Whether the recap that went out with the turn is in the agent's session for certain.

    Not if the prompt was refused, or its process is gone: better given twice than not at all.
    """
    arrived = state.process == "ready" and event.reason != "failed"
    return arrived and turn.recap is not None and turn.recap == state.recap


def _parked(queued: QueuedPrompt, *, pausing: bool) -> QueuedPrompt:
    if queued.next and not pausing:
        return queued
    return replace(queued, held=True, next=False)


def _status_changed(state: ConversationState, event: StatusChanged) -> ConversationState:
    turn = state.turn
    epoch = event.epoch if event.epoch is not None else state.epoch
    session = state.session
    if turn is not None and event.process_status == "busy" and event.turn_id == turn.id:
        turn = replace(turn, epoch=epoch)
        session = replace(session, prompted=True)
    crashes = state.crashes_ms
    if _is_a_crash(state, event):
        now = from_iso(event.at)
        crashes = (*(at for at in crashes if now - at < CRASH_WINDOW_MS), now)
    if state.process == "parked" and event.process_status != "parked":
        crashes = ()
    return replace(
        state,
        turn=turn,
        session=session,
        queue=state.queue if event.process_status in _UP else _unsteered(state.queue),
        epoch=epoch,
        process=event.process_status,
        outdated=event.outdated or (state.outdated and _is_the_same_process(state, event)),
        parked_cause=event.parked_cause,
        process_error=event.error,
        crashes_ms=crashes,
        paused=event.execution_status == "paused",
        failed=state.failed and event.execution_status != "idle",
        reported_status=event.execution_status,
    )


def _is_the_same_process(state: ConversationState, event: StatusChanged) -> bool:
    alive = event.process_status in {"starting", *_UP}
    return alive and event.epoch in {None, state.epoch}


def _unsteered(queue: tuple[QueuedPrompt, ...]) -> tuple[QueuedPrompt, ...]:
    """Nobody will say any more whether the agent took them: a person must decide."""
    if not any(queued.steering for queued in queue):
        return queue
    return tuple(replace(q, steering=False, held=True) if q.steering else q for q in queue)


def _is_a_crash(state: ConversationState, event: StatusChanged) -> bool:
    crashed = event.process_status == "crashed" or event.parked_cause == "crashLoop"
    return crashed and state.process not in {"crashed", "parked"}


def _message(state: ConversationState, event: Message) -> ConversationState:
    turn, previous = state.turn, state.previous
    text = event.content.get("text")
    size = len(text) if isinstance(text, str) else 0
    if previous is not None and previous.id == event.turn_id:
        longer = replace(previous, text_size=previous.text_size + size)
        return replace(state, previous=longer)
    if turn is None or turn.id != event.turn_id:
        return state
    ids = turn.message_ids
    if event.message_id not in ids:
        ids = ids | {event.message_id}
    changed = replace(
        turn,
        message_ids=ids,
        open_message=OpenMessage(event.message_id, event.role),
        text_size=turn.text_size + size,
    )
    return replace(state, turn=changed)


def _tool_call(state: ConversationState, event: ToolCallChanged) -> ConversationState:
    call = event.tool_call
    turn, previous = state.turn, state.previous
    if turn is not None and turn.id == event.turn_id:
        calls = _with(turn.tool_calls, call.tool_call_id, call)
        return replace(state, turn=replace(turn, tool_calls=calls, open_message=None))
    if previous is not None and previous.id == event.turn_id:
        calls = _with(previous.tool_calls, call.tool_call_id, call)
        return replace(state, previous=replace(previous, tool_calls=calls))
    return state


def _permission_requested(
    state: ConversationState, event: PermissionRequested
) -> ConversationState:
    if state.turn is None:
        return state
    permissions = _with(state.turn.permissions, event.permission_id, event)
    return replace(state, turn=replace(state.turn, permissions=permissions))


def _permission_resolved(state: ConversationState, event: PermissionResolved) -> ConversationState:
    if state.turn is None:
        return state
    permissions = _without(state.turn.permissions, event.permission_id)
    return replace(state, turn=replace(state.turn, permissions=permissions))


def _elicitation_requested(
    state: ConversationState, event: ElicitationRequested
) -> ConversationState:
    if state.turn is None:
        return state
    elicitations = _with(state.turn.elicitations, event.elicitation_id, event)
    return replace(state, turn=replace(state.turn, elicitations=elicitations))


def _elicitation_resolved(
    state: ConversationState, event: ElicitationResolved
) -> ConversationState:
    if state.turn is None:
        return state
    elicitations = _without(state.turn.elicitations, event.elicitation_id)
    return replace(state, turn=replace(state.turn, elicitations=elicitations))


def _cancel_requested(state: ConversationState, event: CancelRequested) -> ConversationState:
    turn = state.turn
    if turn is None or turn.id != event.turn_id:
        return state
    before, now_ms = turn.cancelling, from_iso(event.at)
    deadline_ms = before.deadline_ms if before else now_ms
    cancelling = Cancelling(
        verb=event.verb,
        on_timeout=event.on_timeout or (before.on_timeout if before else "error"),
        requested_at_ms=before.requested_at_ms if before else now_ms,
        deadline_ms=deadline_ms if event.timeout_ms is None else now_ms + event.timeout_ms,
        timed_out=event.rung in {"timeout", "killed"} or bool(before and before.timed_out),
    )
    return replace(state, turn=replace(turn, cancelling=cancelling))


def _metadata_changed(state: ConversationState, event: MetadataChanged) -> ConversationState:
    session = state.session
    told = event.acp_session_id
    if told is not None and event.memory != "resumed" and session.acp_session_id != told:
        state = replace(state, earlier_usage=state.usage)
    if told is not None and session.acp_session_id != told:
        session = replace(session, prompted=event.memory == "resumed")
    changed = replace(
        session,
        acp_session_id=_newer(event.acp_session_id, session.acp_session_id),
        agent_name=_newer(event.acp_agent_name, session.agent_name),
        agent_version=_newer(event.acp_agent_version, session.agent_version),
        modes=_newer(event.modes, session.modes),
        config_options=_newer(event.config_options, session.config_options),
        commands=_newer(event.commands, session.commands),
    )
    return replace(
        state,
        session=changed,
        title=_newer(event.title, state.title),
        renamed=state.renamed or event.renamed,
        memory=_newer(event.memory, state.memory),
        usage=_with_usage(state, event.usage),
    )


def _recap(state: ConversationState, event: Recap) -> ConversationState:
    if event.step != "given":
        return replace(state, recap=event.text)
    turn = state.turn
    if turn is None or turn.id != event.turn_id:
        return state
    return replace(state, turn=replace(turn, recap=state.recap))


def _forked(state: ConversationState, event: Forked) -> ConversationState:
    """Nothing of the other's agent and canvases, and of what waited there, comes along."""
    return replace(
        state,
        forked_from=event.forked_from,
        session=replace(state.session, acp_session_id=None, prompted=False),
        usage=Usage(),
        earlier_usage=Usage(),
        queue=(),
        memory="new",
        canvases=(),
        canvas_notes=(),
        crashes_ms=(),
        paused=False,
        failed=False,
        recap=None,
    )


def _canvases_changed(state: ConversationState, event: CanvasesChanged) -> ConversationState:
    canvases = {canvas.instance_id: canvas for canvas in state.canvases}
    if event.opened is not None:
        canvases[event.opened.instance_id] = event.opened
    if event.changed is not None and event.changed.instance_id in canvases:
        changed = changed_by(canvases[event.changed.instance_id], event.changed)
        canvases[changed.instance_id] = changed
    if event.closed is not None:
        canvases.pop(event.closed, None)
    return replace(state, canvases=tuple(canvases.values()))


def _canvas_note(state: ConversationState, event: CanvasNote) -> ConversationState:
    notes = [*state.canvas_notes]
    if not event.withdrawn:
        notes.append(event.text)
    elif event.text in notes:
        notes.remove(event.text)
    return replace(state, canvas_notes=tuple(notes[-MOST:]))


def _with_usage(state: ConversationState, level: Usage | None) -> Usage:
    return state.usage if level is None else total(state.earlier_usage, state.usage, level)


def _newer(new: V | None, old: V) -> V:
    return old if new is None else new


def _with(mapping: Mapping[K, V], key: K, value: V) -> dict[K, V]:
    return {**mapping, key: value}


def _without(mapping: Mapping[K, V], key: K) -> dict[K, V]:
    return {k: v for k, v in mapping.items() if k != key}


_HANDLERS: dict[type, Callable[[ConversationState, Any], ConversationState]] = {
    TurnStarted: _turn_started,
    TurnEnded: _turn_ended,
    StatusChanged: _status_changed,
    Message: _message,
    ToolCallChanged: _tool_call,
    PermissionRequested: _permission_requested,
    PermissionResolved: _permission_resolved,
    ElicitationRequested: _elicitation_requested,
    ElicitationResolved: _elicitation_resolved,
    CancelRequested: _cancel_requested,
    PromptQueued: prompt_queued,
    PromptDropped: prompt_dropped,
    PromptSteered: prompt_steered,
    QueueReordered: queue_reordered,
    MetadataChanged: _metadata_changed,
    CanvasesChanged: _canvases_changed,
    CanvasNote: _canvas_note,
    Recap: _recap,
    Forked: _forked,
}
