"""Events made by hand, and what a terminal of 80 columns shows of them."""

from collections.abc import Iterable

from rich.console import Console, RenderableType

from easel_conversation.events import Event, Message, ToolCallChanged, TurnEnded, TurnStarted
from easel_conversation.ids import AgentName, MessageId, ToolCallId, TurnId
from easel_conversation.values import EndReason, Role, ToolCall
from easel_server.cli.render.markdown import THEME
from easel_server.cli.render.pieces import Piece, Spacing
from easel_server.cli.render.transcript import Transcript

TURN = TurnId("t1")
BEGIN = "2026-01-01T10:00:00.000Z"
END = "2026-01-01T10:00:02.500Z"


def shown(*parts: RenderableType, width: int = 80) -> str:
    """The text, without colours."""
    console = Console(width=width, color_system=None, theme=THEME, force_terminal=False)
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    return capture.get()


def shown_pieces(pieces: Iterable[Piece]) -> str:
    """Pieces with the space between them."""
    spacing = Spacing()
    return shown(*(part for piece in pieces for part in spacing.spaced(piece)))


def shown_events(*events: Event) -> str:
    """What is printed for good of some events."""
    transcript = Transcript()
    return shown_pieces([piece for event in events for piece in transcript.feed(event)])


def started(prompt: str = "Hello") -> TurnStarted:
    """A turn of a person begins."""
    return TurnStarted(
        turn_id=TURN,
        at=BEGIN,
        prompt=({"type": "text", "text": prompt},),
        agent=AgentName("practice"),
        origin="user",
    )


def said(text: str, role: Role = "assistant", message: str = "m1") -> Message:
    """A piece of a message."""
    return Message(
        turn_id=TURN,
        message_id=MessageId(message),
        role=role,
        content={"type": "text", "text": text},
        append=True,
    )


def called(call: ToolCall) -> ToolCallChanged:
    """A tool call has changed."""
    return ToolCallChanged(turn_id=TURN, tool_call=call)


def ended(reason: EndReason = "completed") -> TurnEnded:
    """The turn is over."""
    return TurnEnded(turn_id=TURN, at=END, reason=reason)


EDIT = ToolCall(
    tool_call_id=ToolCallId("c1"),
    title="Edit a.py",
    kind="edit",
    status="pending",
    content=({"type": "diff", "path": "/p/a.py", "oldText": "one\n", "newText": "two\n"},),
)
"""A tool call that replaces a line."""
