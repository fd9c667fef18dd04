"""`easel/conversation/fork`."""

from easel_conversation.conversation import Conversation
from easel_conversation.forking import fork as make_fork
from easel_conversation.ids import AcpSessionId
from easel_conversation.inputs import Warm
from easel_server.core import now_ms
from easel_server.features.context import Context, as_result
from easel_server.features.resuming import prepare_recap, up_or_down
from easel_server.protocol.conversation import ConversationResult, ForkParams


async def fork(context: Context, params: ForkParams) -> ConversationResult:
    """Begin a conversation as a copy of another one.

    The agent forks its session before the answer: what is said in the other conversation from
    then on is not the fork's. If it cannot, the fork is none the worse: it gets a recap.
    """
    forked = await make_fork(
        context.core.store,
        params.conversation_id,
        until=params.at_turn_id,
        title=params.title,
        now_ms=now_ms,
    )
    conversation = forked.conversation
    for other in context.core.editors.values():
        if other is not context.editor:
            other.introduce(conversation)
    await prepare_recap(conversation)
    if forked.session_id is not None:
        await _fork_session(context, conversation, forked.session_id)
    await conversation.log.kept()
    return as_result(conversation)


async def _fork_session(
    context: Context, conversation: Conversation, session_id: AcpSessionId
) -> None:
    conversation.dispatch(Warm(fork_of=session_id))
    if conversation.state.process == "starting":
        await up_or_down(context, conversation)
