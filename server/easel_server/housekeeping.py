"""What has to be done from time to time as long as a server runs."""

import logging
from typing import Final

import anyio

from easel_conversation.errors import StorageFailed
from easel_server.core import Core

logger = logging.getLogger(__name__)

TRASH_SECONDS: Final = 60 * 60
_DAY_SECONDS: Final = 24 * 60 * 60


async def keep_trash_small(core: Core) -> None:
    """Remove for good what was deleted long ago. Until cancelled."""
    while True:
        limits = core.settings.limits
        seconds = limits.trash_days * _DAY_SECONDS
        try:
            await core.store.trash.remove_old(seconds, limits.trash_conversations)
        except StorageFailed as error:
            logger.warning("the trash is not emptied: %s", error)
        await anyio.sleep(TRASH_SECONDS)
