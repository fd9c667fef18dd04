"""The latest step of a turn in a few words. Pure."""

from dataclasses import dataclass
from typing import Final

from easel_conversation.events import (
    CancelRequested,
    ElicitationRequested,
    ElicitationResolved,
    Event,
    Message,
    PermissionRequested,
    PermissionResolved,
    ToolCallChanged,
)
from easel_conversation.ids import MessageId
from easel_server.cli.render.plain import one_line
from easel_server.plain_lsp.words import tool_call_words

WIDTH: Final = 60
_KEPT: Final = 4 * WIDTH


@dataclass(frozen=True, slots=True)
class Step:
    """What to show. `message`: the one that `text` is the beginning of."""

    text: str = "starting…"
    message: MessageId | None = None

    @property
    def words(self) -> str:
        """The step on one short line."""
        return one_line(self.text, WIDTH)


def next_step(step: Step, event: Event) -> Step:
    """The step after `event`."""
    match event:
        case Message(role="thought"):
            return Step("thinking…")
        case Message(role="assistant"):
            return _said(step, event)
        case ToolCallChanged():
            return Step(tool_call_words(event.tool_call))
        case PermissionRequested():
            return Step(f"may it? {event.tool_call.title}")
        case ElicitationRequested():
            return Step(f"asks: {event.message}")
        case PermissionResolved() | ElicitationResolved():
            return Step("goes on…")
        case CancelRequested():
            return Step("stopping…")
        case _:
            return step


def _said(step: Step, event: Message) -> Step:
    words = event.content.get("text")
    if not isinstance(words, str):
        return step
    if step.message != event.message_id:
        return Step(words[:_KEPT], event.message_id)
    if len(step.text) >= _KEPT:
        return step
    return Step((step.text + words)[:_KEPT], event.message_id)
