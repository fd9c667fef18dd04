"""What has to be done from time to time as long as a server runs."""

import logging
import time
from collections.abc import Awaitable, Callable
from typing import Final

import anyio

from easel_conversation.ids import ConversationId
from easel_server.core import Core

logger = logging.getLogger(__name__)

TRASH_SECONDS: Final = 60 * 60
LOOK_SECONDS: Final = 60.0
_DAY_SECONDS: Final = 24 * 60 * 60


async def keep_house(core: Core) -> None:
    """Do it all. Until cancelled."""
    unused = UnusedConversations(core)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_again_and_again, lambda: _remove_old_trash(core), lambda: TRASH_SECONDS)
        tasks.start_soon(_again_and_again, unused.let_go, lambda: unused.pause)


class UnusedConversations:
    """Forgets what nobody has used for as long as an idle agent is kept."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._since: dict[ConversationId, float] = {}

    @property
    def pause(self) -> float:
        """Seconds until it is time to look again."""
        return min(LOOK_SECONDS, max(self._ttl / 2, 1.0))

    async def let_go(self) -> None:
        """Look once."""
        now = time.monotonic()
        unused = {c.state.id: c for c in self._core.store if self._core.sharing.is_unused(c)}
        self._since = {id_: self._since.get(id_, now) for id_ in unused}
        for conversation_id, conversation in unused.items():
            if now - self._since[conversation_id] >= self._ttl:
                await self._core.sharing.forget(conversation)

    @property
    def _ttl(self) -> float:
        return self._core.settings.pool.idle_ttl_seconds


async def _remove_old_trash(core: Core) -> None:
    limits = core.settings.limits
    await core.store.trash.remove_old(limits.trash_days * _DAY_SECONDS, limits.trash_conversations)


async def _again_and_again(do: Callable[[], Awaitable[None]], pause: Callable[[], float]) -> None:
    """What fails is tried again the next time: a server does not end for its housekeeping."""
    while True:
        try:
            await do()
        except Exception:
            logger.exception("housekeeping failed")
        await anyio.sleep(pause())
