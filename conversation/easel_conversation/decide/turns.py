"""The beginning and the one end of a turn."""

from msgspec.structs import replace

from easel_conversation.canvas_notes import with_notes
from easel_conversation.decide.recapping import with_recap
from easel_conversation.decide.transition import Transition
from easel_conversation.effects import (
    AnswerElicitation,
    AnswerPermission,
    SendPrompt,
    StartAgent,
    StartTimer,
    StopAgent,
    StopTimers,
)
from easel_conversation.events import (
    CancelRequested,
    ElicitationResolved,
    MetadataChanged,
    PermissionResolved,
    StatusChanged,
    ToolCallChanged,
    TurnEnded,
    TurnStarted,
)
from easel_conversation.ids import AcpSessionId, Epoch, ToolCallId, TurnId
from easel_conversation.inputs import SilenceNoticed
from easel_conversation.state import Turn
from easel_conversation.usage import sane
from easel_conversation.values import (
    FINAL_BY_AGENT,
    PROVISIONAL,
    ContentBlock,
    EndReason,
    ErrorInfo,
    OnLoadFailure,
    ToolCallStatus,
    Usage,
)

CANCELLED_OUTCOME = {"outcome": "cancelled"}
_TITLE_LENGTH = 80


def start_turn(t: Transition, turn_id: TurnId, content: tuple[ContentBlock, ...]) -> None:
    """Begin a turn of a person: at once if the agent is ready, else as soon as it is.

    What people did in canvases until now goes with it.
    """
    prompt = with_notes(content, t.state.canvas_notes)
    t.emit(TurnStarted(turn_id=turn_id, prompt=prompt, agent=t.state.agent, origin="user"))
    if not t.state.title and (title := _title_from(content)):
        t.emit(MetadataChanged(title=title))
    give_to_agent(t)


def give_to_agent(t: Transition) -> None:
    """Have the live turn done: at once, or by a process that is up to date when it is ready."""
    let_go_if_outdated(t)
    ensure_agent(t)
    if t.state.process == "ready":
        send_prompt(t)


def ensure_agent(
    t: Transition,
    *,
    on_load_failure: OnLoadFailure | None = None,
    fork_of: AcpSessionId | None = None,
) -> None:
    """Have a process for the conversation; concurrent wishes share one start.

    The arguments are those of `StartAgent`.
    """
    if t.state.process in {"none", "crashed", "parked"}:
        epoch = Epoch(t.state.epoch + 1)
        t.process("starting", epoch=epoch)
        t.effect(StartAgent(epoch, on_load_failure, fork_of))


def let_go_if_outdated(t: Transition) -> None:
    """Have the process make way for one that is started as the settings say now."""
    if t.state.outdated and t.state.process == "ready":
        t.process("none")
        t.effect(StopAgent(t.state.epoch))


def send_prompt(t: Transition) -> None:
    """Give the ready agent the prompt of the live turn."""
    turn = t.turn
    t.process("busy", turn_id=turn.id)
    t.effect(SendPrompt(t.state.epoch, turn.id, with_recap(t, turn)))
    t.effect(StartTimer("silence", t.policy.silence_ms, SilenceNoticed(turn.id, t.state.seq)))


def settle_turn(
    t: Transition,
    reason: EndReason,
    *,
    stop_reason: str | None = None,
    error: ErrorInfo | None = None,
    usage: Usage | None = None,
) -> None:
    """End the live turn: first what hangs on it, then the turn, then what comes after."""
    turn = t.turn
    stopped = turn.cancelling is not None or reason == "cancelled"
    close_requests(t, by="cancel" if stopped else "turnEnd")
    close_tool_calls(t, "cancelled" if stopped else "interrupted")
    t.effect(StopTimers())
    verb = turn.cancelling.verb if turn.cancelling else None
    if t.state.process == "busy":
        # Before the end, so that nobody sees an idle moment before the next turn.
        t.process("ready")
    t.emit(
        TurnEnded(
            turn_id=turn.id,
            epoch=turn.epoch,
            reason=reason,
            stop_reason=stop_reason,
            error=error,
            usage=sane(usage),
        )
    )
    if verb == "pause":
        mark_paused(t)
    elif t.state.process != "parked":
        start_next(t)
        if t.state.turn is None:
            let_go_if_outdated(t)


def settle_stopped(
    t: Transition,
    *,
    stop_reason: str | None = None,
    error: ErrorInfo | None = None,
    usage: Usage | None = None,
) -> None:
    """End a turn that was being stopped, in the way in which it was stopped."""
    cancelling = t.cancelling
    if cancelling.forced:
        settle_killed(t, stop_reason=stop_reason, error=error, usage=usage)
        return
    reason: EndReason = "interrupted" if cancelling.verb == "interrupt" else "cancelled"
    settle_turn(t, reason, stop_reason=stop_reason, error=error, usage=usage)


def settle_killed(
    t: Transition,
    *,
    stop_reason: str | None = None,
    error: ErrorInfo | None = None,
    usage: Usage | None = None,
) -> None:
    """End a turn whose process is killed for it, and give that process nothing any more."""
    cancelling, turn = t.cancelling, t.turn
    t.emit(CancelRequested(turn_id=turn.id, rung="killed", verb=cancelling.verb))
    if t.state.process in {"ready", "busy"}:
        t.process("none")
    reason: EndReason = "interrupted" if cancelling.verb == "interrupt" else "cancelledForced"
    settle_turn(t, reason, stop_reason=stop_reason, error=error, usage=usage)


def start_next(t: Transition) -> None:
    """Begin the next waiting prompt, if one may go out by itself."""
    queued = t.state.next_in_queue
    if t.state.turn is None and queued is not None:
        start_turn(t, queued.turn_id, queued.prompt)


def mark_paused(t: Transition) -> None:
    """The work is over for now, and the process may go. A parked agent stays parked."""
    state = t.state
    had_process = state.process in {"starting", "ready", "busy"}
    t.emit(
        StatusChanged(
            execution_status="paused",
            process_status="none" if had_process else state.process,
            epoch=state.epoch,
            parked_cause=state.parked_cause,
            error=state.process_error,
        )
    )
    if had_process:
        t.effect(StopAgent(state.epoch))


def close_requests(t: Transition, by: str) -> None:
    """Answer every open permission request and elicitation with `cancelled`."""
    turn = t.turn
    epoch = t.state.epoch
    for permission_id in turn.permissions:
        t.emit(
            PermissionResolved(
                turn_id=turn.id, permission_id=permission_id, outcome=CANCELLED_OUTCOME, by=by
            )
        )
        t.effect(AnswerPermission(epoch, permission_id, CANCELLED_OUTCOME))
    for elicitation_id in turn.elicitations:
        t.emit(
            ElicitationResolved(
                turn_id=turn.id, elicitation_id=elicitation_id, action="cancel", by=by
            )
        )
        t.effect(AnswerElicitation(epoch, elicitation_id, "cancel", None))


def close_tool_calls(t: Transition, status: ToolCallStatus) -> None:
    """Give every unfinished tool call of the live turn a provisional end of ours."""
    turn = t.turn
    for call in open_tool_calls(turn):
        closed = replace(turn.tool_calls[call], status=status)
        t.emit(ToolCallChanged(turn_id=turn.id, epoch=turn.epoch, tool_call=closed))


def open_tool_calls(turn: Turn) -> list[ToolCallId]:
    """The ids of the tool calls that have no end yet, not even one of ours."""
    ended = FINAL_BY_AGENT | PROVISIONAL
    return [id_ for id_, call in turn.tool_calls.items() if call.status not in ended]


def _title_from(content: tuple[ContentBlock, ...]) -> str:
    for block in content:
        text = block.get("text")
        if isinstance(text, str) and text.strip():
            line = text.strip().splitlines()[0]
            return line if len(line) <= _TITLE_LENGTH else line[: _TITLE_LENGTH - 1] + "…"
    return ""
