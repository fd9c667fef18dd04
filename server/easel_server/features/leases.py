"""`easel/lease/*`."""

from easel_server.features.context import Context
from easel_server.protocol.conversation import ConversationParams
from easel_server.protocol.lease import (
    LeaseGetResult,
    LeaseReleaseResult,
    LeaseTakeParams,
    LeaseTakeResult,
)
from easel_server.sharing.handover import take as take_over


async def get(context: Context, params: ConversationParams) -> LeaseGetResult:
    """Say which server owns a conversation."""
    core = context.core
    folder = core.store.folder(params.conversation_id)
    return LeaseGetResult(lease=await core.leases.info(folder))


async def release(context: Context, params: ConversationParams) -> LeaseReleaseResult:
    """Leave a conversation to nobody."""
    core = context.core
    folder = core.store.folder(params.conversation_id)
    previous = await core.leases.info(folder)
    if previous is not None and previous.ours:
        await core.sharing.leave(params.conversation_id, "released")
        return LeaseReleaseResult(released=True, previous=previous)
    released = await core.leases.free(folder)
    return LeaseReleaseResult(released=released.released, previous=released.previous)


async def take(context: Context, params: LeaseTakeParams) -> LeaseTakeResult:
    """Become the owner of a conversation."""
    lease = await take_over(context.core, params.conversation_id, force=bool(params.force))
    return LeaseTakeResult(lease=lease)
