"""What has to be done from time to time as long as a server runs."""

import logging
import time
from typing import Final

import anyio

from easel_conversation.conversation import Conversation
from easel_conversation.errors import StorageFailed
from easel_conversation.ids import ConversationId
from easel_server.core import Core

logger = logging.getLogger(__name__)

TRASH_SECONDS: Final = 60 * 60
LOOK_SECONDS: Final = 60.0
_DAY_SECONDS: Final = 24 * 60 * 60


async def keep_house(core: Core) -> None:
    """Do it all. Until cancelled."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_keep_trash_small, core)
        tasks.start_soon(_let_unused_conversations_go, core)


async def _keep_trash_small(core: Core) -> None:
    """Remove for good what was deleted long ago."""
    while True:
        limits = core.settings.limits
        seconds = limits.trash_days * _DAY_SECONDS
        try:
            await core.store.trash.remove_old(seconds, limits.trash_conversations)
        except StorageFailed as error:
            logger.warning("the trash is not emptied: %s", error)
        await anyio.sleep(TRASH_SECONDS)


async def _let_unused_conversations_go(core: Core) -> None:
    """Forget what nobody has used for as long as an idle agent is kept."""
    unused_since: dict[ConversationId, float] = {}
    while True:
        ttl = core.settings.pool.idle_ttl_seconds
        await anyio.sleep(min(LOOK_SECONDS, max(ttl / 2, 1.0)))
        now = time.monotonic()
        unused = {c.state.id: c for c in core.store if core.sharing.is_unused(c)}
        unused_since = {id_: unused_since.get(id_, now) for id_ in unused}
        for conversation_id, conversation in unused.items():
            if now - unused_since[conversation_id] >= ttl:
                await _let_go(core, conversation)


async def _let_go(core: Core, conversation: Conversation) -> None:
    try:
        await core.sharing.forget(conversation)
    except (OSError, StorageFailed) as error:
        logger.warning("%s is not let go: %s", conversation.state.id, error)
