"""What everything that happens to the canvases of a session works on."""

import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from anyio.abc import TaskGroup

from easel_canvas.checks.limits import LIMITS, clipped
from easel_canvas.checks.schemas import Validators
from easel_canvas.errors import CanvasError
from easel_canvas.host.feed import Feed
from easel_canvas.host.instances import Instances
from easel_canvas.host.providers import Providers
from easel_canvas.host.surroundings import Surroundings
from easel_canvas.values import SessionId

logger = logging.getLogger(__name__)


def _notes() -> deque[str]:
    return deque(maxlen=LIMITS.notes)


@dataclass(frozen=True, slots=True)
class Parts:
    """`tasks` runs what nobody waits for. `notes`: what the agent is to read, oldest first."""

    session: SessionId
    instances: Instances
    feed: Feed
    providers: Providers
    surroundings: Surroundings
    validators: Validators
    tasks: TaskGroup
    notes: deque[str] = field(default_factory=_notes)

    def in_background(self, what: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do what nobody waits for; that it fails is a line in the log."""
        self.tasks.start_soon(_guarded, what, work)

    def note(self, text: str) -> Callable[[], None]:
        """Keep something for the agent; returns how to take it back.

        Of very many the newest are kept.
        """
        note = clipped(text, LIMITS.note_length) or ""
        self.notes.append(note)

        def take_back() -> None:
            if note in self.notes:
                self.notes.remove(note)

        return take_back


async def _guarded(what: str, work: Callable[[], Awaitable[None]]) -> None:
    try:
        await work()
    except CanvasError as error:
        logger.info("%s: %s", what, error.message)
