"""What agents are told of canvases without asking: that something is different now."""

import anyio

from easel_canvas.bridge.wire import Changed
from easel_canvas.model.actions import CatalogueChanged, Updated
from easel_canvas.model.channels import instance_of
from easel_canvas.model.envelope import Envelope


def change_in(envelope: Envelope) -> Changed | None:
    """What agents are told of what happened in a channel; None if it is nothing to them."""
    if envelope.rejection is not None:
        return None
    if isinstance(envelope.action, CatalogueChanged):
        return Changed()
    if isinstance(envelope.action, Updated):
        return Changed(instance_of(envelope.channel))
    return None


class Changes:
    """What one process was not told yet: however much happens, of each canvas one thing."""

    def __init__(self) -> None:
        self._untold: dict[Changed, None] = {}
        self._came = anyio.Event()

    def note(self, change: Changed) -> None:
        """Something is different."""
        self._untold[change] = None
        self._came.set()

    async def next(self) -> Changed:
        """The oldest, as soon as there is one."""
        while not self._untold:
            self._came = anyio.Event()
            await self._came.wait()
        change = next(iter(self._untold))
        del self._untold[change]
        return change
