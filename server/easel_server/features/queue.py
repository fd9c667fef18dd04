"""`easel/conversation/queue/*`."""

from easel_conversation.inputs import DropQueued, EditQueued, ReorderQueue
from easel_conversation.state import ConversationState
from easel_server.features.context import Context
from easel_server.features.prompting import content_blocks
from easel_server.protocol.conversation import ConversationParams
from easel_server.protocol.queue import (
    QueuedPromptInfo,
    QueueDropParams,
    QueueEditParams,
    QueueReorderParams,
    QueueResult,
)


async def list_(context: Context, params: ConversationParams) -> QueueResult:
    """The prompts that wait."""
    return _queue((await context.core.store.read(params.conversation_id)).told)


async def edit(context: Context, params: QueueEditParams) -> QueueResult:
    """Another content for a waiting prompt."""
    conversation = await context.conversation(params.conversation_id)
    conversation.dispatch(EditQueued(params.turn_id, content_blocks(params.prompt)))
    return _queue(conversation.state)


async def drop(context: Context, params: QueueDropParams) -> QueueResult:
    """Take a waiting prompt out."""
    conversation = await context.conversation(params.conversation_id)
    conversation.dispatch(DropQueued(params.turn_id))
    return _queue(conversation.state)


async def reorder(context: Context, params: QueueReorderParams) -> QueueResult:
    """Another order."""
    conversation = await context.conversation(params.conversation_id)
    conversation.dispatch(ReorderQueue(params.turn_ids))
    return _queue(conversation.state)


def _queue(state: ConversationState) -> QueueResult:
    return QueueResult(
        prompts=tuple(
            QueuedPromptInfo(turn_id=queued.turn_id, prompt=queued.prompt, held=queued.held)
            for queued in state.queue
        ),
        parked=state.queue_parked,
    )
