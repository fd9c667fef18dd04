"""What becomes of the canvases of a conversation."""

import msgspec

from easel_conversation.kept_canvas import KeptCanvas


class CanvasShown(msgspec.Struct, frozen=True):
    """A canvas was opened, or shows something else."""

    canvas: KeptCanvas


class CanvasClosed(msgspec.Struct, frozen=True):
    """A canvas is gone."""

    instance_id: str


class CanvasNoted(msgspec.Struct, frozen=True):
    """A person did something that the agent is to read with the next prompt."""

    text: str


class CanvasNoteWithdrawn(msgspec.Struct, frozen=True):
    """The agent knows of it already."""

    text: str


CanvasSignal = CanvasShown | CanvasClosed | CanvasNoted | CanvasNoteWithdrawn
