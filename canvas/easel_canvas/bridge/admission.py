"""Who is let in: an agent for as long as it serves a conversation."""

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

import anyio

from easel_canvas.bridge.news import Changes
from easel_canvas.bridge.wire import Changed
from easel_canvas.values import Json, JsonObject


class Tools(Protocol):
    """What an agent can do with canvases."""

    async def use(self, name: str, arguments: JsonObject) -> Json:
        """Use a tool.

        Raises:
            CanvasError: it did not work; the message is for a model.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Admission:
    """Good for one conversation. The token is in no `repr`, so in no log either."""

    tools: Tools = field(repr=False)
    token: str = field(repr=False, default_factory=lambda: secrets.token_urlsafe(32))
    connections: set[anyio.CancelScope] = field(default_factory=set, repr=False)
    calls: set[anyio.CancelScope] = field(default_factory=set, repr=False)
    followers: set[Changes] = field(default_factory=set, repr=False)

    def cancel_calls(self) -> None:
        """Nobody waits for an answer any more: the turn is over."""
        for call in tuple(self.calls):
            call.cancel()

    def note(self, change: Changed) -> None:
        """Tell every process that was let in. Returns at once."""
        for follower in self.followers:
            follower.note(change)

    def disconnect(self) -> None:
        """Cut off every process that was let in."""
        for connection in tuple(self.connections):
            connection.cancel()


class Admissions:
    """Those that are good now."""

    def __init__(self) -> None:
        self._good: set[Admission] = set()

    @contextmanager
    def admitted(self, tools: Tools) -> Iterator[Admission]:
        """Let an agent in until the end of the block; then its token is worthless."""
        admission = Admission(tools)
        self._good.add(admission)
        try:
            yield admission
        finally:
            self._good.discard(admission)
            admission.disconnect()

    def find(self, token: str) -> Admission | None:
        """The admission with that token. Takes as long for a wrong one as for a right one."""
        given = token.encode()
        found = None
        for admission in self._good:
            if hmac.compare_digest(admission.token.encode(), given):
                found = admission
        return found
