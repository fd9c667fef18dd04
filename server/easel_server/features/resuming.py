"""`easel/conversation/run, resume`, and bringing an agent up for a request."""

from easel_conversation.conversation import Conversation
from easel_conversation.events import Event, SessionLoadFailed, StatusChanged
from easel_conversation.inputs import DropRecap, PrepareRecap, Resume, Run
from easel_conversation.recap import read_recap
from easel_conversation.values import SessionLoadError, SessionLoadOutcome
from easel_server.conversation_info import conversation_info
from easel_server.errors import EaselError, from_error_info
from easel_server.features.context import Context
from easel_server.features.waiting import first_of
from easel_server.protocol.conversation import ConversationParams, ResumeParams, ResumeResult

_UP = frozenset({"ready", "busy"})
_OUTCOMES: dict[str, SessionLoadOutcome] = {"resumed": "restored", "lost": "fresh", "new": "fresh"}


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
    failures: list[SessionLoadFailed] = []
    stop = conversation.listen(lambda _, events: failures.extend(_load_failures(events)))
    try:
        await bring_up(context, conversation, command)
    finally:
        stop()
    if recap and conversation.state.memory == "lost":
        await prepare_recap(conversation)
    await context.editor.flush(conversation)
    error: SessionLoadError | None = failures[-1].error if failures else None
    kept = was_up and had_turns
    outcome = "restored" if kept else _OUTCOMES[conversation.state.memory]
    return ResumeResult(
        ok=True,
        session_loaded=outcome == "restored",
        session_load_outcome=outcome,
        session_load_error=error,
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


def _load_failures(events: tuple[Event, ...]) -> list[SessionLoadFailed]:
    return [event for event in events if isinstance(event, SessionLoadFailed)]
