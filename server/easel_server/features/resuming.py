"""`easel/conversation/run, resume`, and bringing an agent up for a request."""

from easel_conversation.conversation import Conversation
from easel_conversation.events import Event, SessionLoadFailed, SessionRestored, StatusChanged
from easel_conversation.inputs import DropRecap, PrepareRecap, Resume, Run
from easel_conversation.recap import read_recap
from easel_conversation.values import SessionLoadOutcome
from easel_server.conversation_info import conversation_info
from easel_server.errors import EaselError, from_error_info
from easel_server.features.context import Context
from easel_server.features.waiting import first_of
from easel_server.protocol.conversation import ConversationParams, ResumeParams, ResumeResult

_UP = frozenset({"ready", "busy"})


async def resume(context: Context, params: ResumeParams) -> ResumeResult:
    """Bring the agent up and its session back, and say what came of it."""
    conversation = await context.conversation(params.conversation_id)
    if params.recap is False:
        conversation.dispatch(DropRecap())
    return await _take_up(
        context, conversation, Resume(params.on_failure), recap=params.recap is True
    )


async def run(context: Context, params: ConversationParams) -> ResumeResult:
    """As `resume`, and start what is queued."""
    conversation = await context.conversation(params.conversation_id)
    return await _take_up(context, conversation, Run())


async def _take_up(
    context: Context, conversation: Conversation, command: Resume | Run, *, recap: bool = False
) -> ResumeResult:
    had_turns = conversation.state.turns > 0
    was_up = conversation.state.process in _UP
    told: list[SessionLoadFailed | SessionRestored] = []
    stop = conversation.listen(lambda _, events: told.extend(_of_sessions(events)))
    if recap and conversation.state.process == "starting":
        await prepare_recap(conversation)  # what waits for the agent goes out once it is up
    try:
        await bring_up(context, conversation, command)
    finally:
        stop()
    if recap and conversation.state.memory == "lost":
        await prepare_recap(conversation)
    await context.editor.flush(conversation)
    failures = [event.error for event in told if isinstance(event, SessionLoadFailed)]
    outcomes = [event.outcome for event in told if isinstance(event, SessionRestored)]
    kept: SessionLoadOutcome = "restored" if was_up and had_turns else "fresh"
    outcome = outcomes[-1] if outcomes else kept
    return ResumeResult(
        ok=True,
        session_loaded=outcome == "restored",
        session_load_outcome=outcome,
        session_load_error=failures[-1] if failures else None,
        conversation=conversation_info(conversation.sight),
    )


async def bring_up(context: Context, conversation: Conversation, command: Resume | Run) -> None:
    """Have the agent ready.

    Raises:
        EaselError: it cannot be brought up; says why.
    """
    conversation.dispatch(command)
    if conversation.state.process in _UP:
        return
    await up_or_down(context, conversation)
    if conversation.state.process in _UP:
        return
    error = conversation.state.process_error
    if error is None:
        raise EaselError("invalidState", "The agent was stopped while it was starting.")
    raise from_error_info(error)


async def up_or_down(context: Context, conversation: Conversation) -> None:
    """Wait until the agent that starts is ready, or will not be."""
    settled = conversation.expect(_is_up_or_down)
    settings = context.core.settings
    limit = (settings.startup.timeout_ms + settings.session_load.timeout_ms) / 1000 + 10
    await first_of(context, conversation, settled, timeout=limit)


async def prepare_recap(conversation: Conversation) -> None:
    """Have the agent given a recap in front of the next prompt, if there is anything to tell."""
    recap = await read_recap(conversation.log)
    if recap is not None:
        conversation.dispatch(PrepareRecap(recap))


def _is_up_or_down(event: Event) -> bool:
    return isinstance(event, StatusChanged) and event.process_status != "starting"


def _of_sessions(events: tuple[Event, ...]) -> list[SessionLoadFailed | SessionRestored]:
    return [event for event in events if isinstance(event, SessionLoadFailed | SessionRestored)]
