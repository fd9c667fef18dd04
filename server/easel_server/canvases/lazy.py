"""The canvases of a server, made when they are needed first: imports take a tenth of a second."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Final

import anyio.to_thread

from easel_conversation.conversation import Conversation

if TYPE_CHECKING:
    from easel_canvas.host.session import CanvasSession
    from easel_canvas.model.envelope import Envelope
    from easel_canvas.values import SessionId
    from easel_server.canvases.canvases import Canvases

CanvasListener = Callable[["SessionId", "Envelope"], None]
"""Is told what happens to a canvas, and must return at once."""

_MADE_BY: Final = "easel_server.canvases.make"


class LazyCanvases:
    """Belongs to one event loop. Whoever listens does so before there are any, too."""

    def __init__(self, make: Callable[[CanvasListener], "Canvases"]) -> None:
        """`make` is called once at the most, with whom to tell what happens."""
        self._make = make
        self._listeners: list[CanvasListener] = []
        self.made: Canvases | None = None
        """None if nobody has asked the server for any yet."""

    def get(self) -> "Canvases":
        """The canvases; made now if they are not there."""
        if self.made is None:
            self.made = self._make(self._tell)
        return self.made

    async def load(self) -> "Canvases":
        """As `get`, with the imports in a thread: the event loop does not wait for them."""
        if self.made is None:
            await anyio.to_thread.run_sync(import_module, _MADE_BY)
        return self.get()

    def of(self, conversation: Conversation) -> "CanvasSession | None":
        """The canvases of a conversation; None if nobody has asked the server for any yet."""
        return None if self.made is None else self.made.of(conversation)

    def listen(self, listener: CanvasListener) -> Callable[[], None]:
        """Have `listener` told what happens to every canvas. Returns how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self, session: "SessionId", envelope: "Envelope") -> None:
        for listener in tuple(self._listeners):
            listener(session, envelope)
