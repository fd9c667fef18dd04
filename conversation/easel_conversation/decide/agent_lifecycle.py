"""The agent's process and its answers to prompts."""

from easel_conversation.decide.agent_output import session_metadata, take_all
from easel_conversation.decide.recapping import drop_recap
from easel_conversation.decide.transition import Transition
from easel_conversation.decide.turns import (
    give_to_agent,
    let_go_if_outdated,
    settle_stopped,
    settle_turn,
)
from easel_conversation.effects import StopAgent
from easel_conversation.events import (
    CancelRequested,
    MetadataChanged,
    SessionLoadFailed,
    SessionRestored,
)
from easel_conversation.ids import Epoch, TurnId
from easel_conversation.inputs import (
    AgentExited,
    AgentFailed,
    AgentOutdated,
    AgentReady,
    PromptAnswered,
    PromptFailed,
)
from easel_conversation.state import Cancelling, ConversationState, Turn
from easel_conversation.values import EndReason, ErrorInfo, Memory, SessionLoadOutcome

_REASONS: dict[str, EndReason] = {
    "end_turn": "completed",
    "max_tokens": "truncated",
    "max_turn_requests": "truncated",
    "refusal": "refused",
    "cancelled": "cancelled",
}


def ready(t: Transition, signal: AgentReady) -> None:
    """The agent is up: report its session, then send what waits."""
    if signal.epoch != t.state.epoch or t.state.process != "starting":
        return
    restored, knew = _restored(t, signal), t.state.memory
    t.emit(
        MetadataChanged(
            epoch=signal.epoch,
            acp_session_id=signal.acp_session_id,
            acp_agent_name=signal.agent_name,
            acp_agent_version=signal.agent_version,
            memory=_memory(t.state, restored),
        )
    )
    session_metadata(t, signal.metadata)
    take_all(t, signal.early)
    if signal.load_error is not None:
        t.emit(
            SessionLoadFailed(
                epoch=signal.epoch,
                error=signal.load_error,
                fallback="fresh",
                previous_session_id=signal.load_error.acp_session_id,
                new_session_id=signal.acp_session_id,
            )
        )
    if restored is not None:
        t.emit(
            SessionRestored(
                epoch=signal.epoch, outcome=restored, acp_session_id=signal.acp_session_id
            )
        )
    if restored == "restored" and knew != "lost":
        drop_recap(t)
    t.process("ready")
    if t.state.turn is None:
        let_go_if_outdated(t)
    else:
        give_to_agent(t)


def outdated(t: Transition, signal: AgentOutdated) -> None:
    """The process takes no further prompt: let it go, at once or when its turn is over."""
    up = t.state.process in {"starting", "ready", "busy"}
    if signal.epoch != t.state.epoch or t.state.outdated or not up:
        return
    t.process(t.state.process, outdated=True)
    if t.state.turn is None:
        let_go_if_outdated(t)


def _restored(t: Transition, signal: AgentReady) -> SessionLoadOutcome | None:
    """What came of restoring. The first session of a fork stands for one that it cannot have."""
    is_first = t.state.session.acp_session_id is None
    if signal.restored is None and is_first and t.state.forked_from is not None:
        return "fresh"
    return signal.restored


def _memory(state: ConversationState, restored: SessionLoadOutcome | None) -> Memory:
    """What the agent remembers now. What it forgot does not come back with the session after it."""
    if restored is None:
        return "new"
    if state.memory == "lost":
        return "lost"
    if restored == "restored":
        return "resumed"
    session = state.session
    nothing_was_said = session.acp_session_id is not None and not session.prompted
    return "new" if nothing_was_said else "lost"


def failed(t: Transition, signal: AgentFailed) -> None:
    """The agent could not be brought up: the turn that waited for it fails, visibly."""
    if signal.epoch != t.state.epoch or t.state.process != "starting":
        return
    if signal.load_error is not None:
        t.emit(
            SessionLoadFailed(
                epoch=signal.epoch,
                error=signal.load_error,
                fallback=signal.fallback,
                previous_session_id=signal.load_error.acp_session_id,
            )
        )
    if signal.parked is not None:
        t.process("parked", parked_cause=signal.parked, error=signal.error)
    else:
        _down(t, signal.error)
    if t.state.turn is not None:
        settle_turn(t, "failed", error=signal.error)


def exited(t: Transition, signal: AgentExited) -> None:
    """The process is gone: settle the turn first, whoever ended it."""
    if signal.epoch != t.state.epoch or t.state.process not in {"starting", "ready", "busy"}:
        return
    turn = t.state.turn
    cancelling = turn.cancelling if turn is not None else None
    wanted = signal.deliberate or (cancelling is not None and cancelling.forced)
    if wanted:
        t.process("none")
    else:
        _down(t, signal.error)
    if cancelling is not None:
        settle_stopped(t, error=None if wanted else signal.error)
    elif turn is not None:
        unwanted: EndReason = "crashed" if _is_crash(signal.error) else "failed"
        settle_turn(t, "interrupted" if wanted else unwanted, error=signal.error)


def prompt_answered(t: Transition, signal: PromptAnswered) -> None:
    """The agent answered the prompt. What it says after a Stop does not undo the Stop."""
    turn = _addressed(t, signal.epoch, signal.turn_id)
    if turn is None:
        return
    if turn.cancelling is not None:
        _acknowledged(t, turn.cancelling)
        settle_stopped(t, stop_reason=signal.stop_reason, usage=signal.usage)
        return
    reason = _REASONS.get(signal.stop_reason or "", "completed")
    settle_turn(t, reason, stop_reason=signal.stop_reason, usage=signal.usage)


def prompt_failed(t: Transition, signal: PromptFailed) -> None:
    """The agent answered with an error: a failed turn, or a clumsy way to obey a Stop."""
    turn = _addressed(t, signal.epoch, signal.turn_id)
    if turn is None:
        return
    if turn.cancelling is not None:
        _acknowledged(t, turn.cancelling)
        settle_stopped(t, error=signal.error)
        return
    if signal.parked is not None:
        t.process("parked", parked_cause=signal.parked, error=signal.error)
        t.effect(StopAgent(signal.epoch))
    settle_turn(t, "failed", error=signal.error)


def _acknowledged(t: Transition, cancelling: Cancelling) -> None:
    """The answer came in time to keep the process."""
    if not cancelling.forced:
        t.emit(CancelRequested(turn_id=t.turn.id, rung="acknowledged", verb=cancelling.verb))


def _addressed(t: Transition, epoch: Epoch, turn_id: TurnId) -> Turn | None:
    """The live turn, if it is the one that is meant."""
    turn = t.state.turn
    return turn if turn and turn.id == turn_id and turn.epoch == epoch else None


def _is_crash(error: ErrorInfo) -> bool:
    """Not all that ends a process is a crash: see the causes of `ParkedCause`."""
    return error.kind == "agentCrashed"


def _down(t: Transition, error: ErrorInfo) -> None:
    """State that the process is not up; after too many crashes it is not started again."""
    t.process("crashed" if _is_crash(error) else "none", error=error)
    if t.state.process == "crashed" and len(t.state.crashes_ms) > t.policy.restart_budget:
        t.process("parked", parked_cause="crashLoop", error=error)
