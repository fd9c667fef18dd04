"""What becomes of the canvases of a conversation."""

import msgspec

from easel_conversation.kept_canvas import KeptCanvas


class CanvasShown(msgspec.Struct, frozen=True):
    """A canvas was opened, or shows something else."""

    canvas: KeptCanvas


class CanvasClosed(msgspec.Struct, frozen=True):
    """A canvas is gone."""

    instance_id: str


CanvasSignal = CanvasShown | CanvasClosed
