"""What a provider holds of an open canvas."""

import logging
from collections.abc import Callable

from easel_canvas.checks.limits import LIMITS, check_json, clipped
from easel_canvas.errors import CanvasError
from easel_canvas.host.calls import checked
from easel_canvas.host.instance import OpenInstance, record_of
from easel_canvas.host.parts import Parts
from easel_canvas.model.actions import MessagePosted
from easel_canvas.provider import Shown
from easel_canvas.values import Json

logger = logging.getLogger(__name__)


class InstanceHandle:
    """Implements `Handle`."""

    def __init__(
        self, parts: Parts, opened: OpenInstance, close: Callable[[OpenInstance], None]
    ) -> None:
        self._parts = parts
        self._opened = opened
        self._close = close

    def update(self, shown: Shown) -> None:
        """Show it like this from now on."""
        try:
            updated = checked(shown, self._opened.id)
        except CanvasError as error:
            logger.warning("%s is not told: %s", self._opened.channel, error.code)
            return
        if self._opened.state is None:
            self._opened.early = [*self._opened.early[-LIMITS.waiting_messages :], updated]
        elif not self._opened.closed:
            self._parts.feed.change_canvas(self._opened, updated)

    def post(self, payload: Json) -> None:
        """Send a message to every view of it."""
        if self._opened.closed or self._opened.state is None:
            return
        try:
            check_json(payload, "the message", LIMITS.message_bytes)
        except CanvasError as error:
            logger.warning("%s is not told: %s", self._opened.channel, error.code)
            return
        self._parts.feed.change_canvas(self._opened, MessagePosted(payload=payload))

    def remember(self, value: Json) -> None:
        """Have a value outlive the server."""
        try:
            check_json(value, "the memory", LIMITS.message_bytes)
        except CanvasError as error:
            logger.warning("%s does not remember that: %s", self._opened.channel, error.code)
            return
        self._opened.memory = value
        if self._opened.state is not None and not self._opened.closed:
            self._parts.surroundings.keep(self._opened.session, record_of(self._opened))

    def tell_agent(self, text: str) -> None:
        """Have the agent read this with the next prompt."""
        if not self._opened.closed:
            self._parts.surroundings.tell_agent(self._opened.session, _note(text))

    def take_back(self, text: str) -> None:
        """Do not tell the agent any more."""
        self._parts.surroundings.take_back(self._opened.session, _note(text))

    def close(self) -> None:
        """Close it."""
        if not self._opened.closed:
            self._close(self._opened)


def _note(text: str) -> str:
    return clipped(text, LIMITS.note_length) or ""
