"""What everything that happens to the canvases of a session works on."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from anyio.abc import TaskGroup

from easel_canvas.checks.schemas import Validators
from easel_canvas.errors import CanvasError
from easel_canvas.host.feed import Feed
from easel_canvas.host.instances import Instances
from easel_canvas.host.providers import Providers
from easel_canvas.host.surroundings import Surroundings
from easel_canvas.values import SessionId

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Parts:
    """`tasks` runs what nobody waits for."""

    session: SessionId
    instances: Instances
    feed: Feed
    providers: Providers
    surroundings: Surroundings
    validators: Validators
    tasks: TaskGroup

    def in_background(self, what: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do what nobody waits for; that it fails is a line in the log."""
        self.tasks.start_soon(_guarded, what, work)


async def _guarded(what: str, work: Callable[[], Awaitable[None]]) -> None:
    try:
        await work()
    except CanvasError as error:
        logger.info("%s: %s", what, error.message)
