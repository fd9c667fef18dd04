"""Keeping note of what is shown."""

from easel_conversation.decide.transition import Transition
from easel_conversation.events import CanvasesChanged, CanvasNote
from easel_conversation.inputs import CanvasClosed, CanvasNoted, CanvasNoteWithdrawn, CanvasShown
from easel_conversation.kept_canvas import change_between


def shown(t: Transition, signal: CanvasShown) -> None:
    """State what is shown, if it is news, and of that only what is new."""
    canvas = signal.canvas
    known = {kept.instance_id: kept for kept in t.state.canvases}
    before = known.get(canvas.instance_id)
    if canvas == before:
        return
    change = None if before is None else change_between(before, canvas)
    t.emit(CanvasesChanged(opened=canvas if change is None else None, changed=change))


def closed(t: Transition, signal: CanvasClosed) -> None:
    """State what is not shown any more."""
    if any(canvas.instance_id == signal.instance_id for canvas in t.state.canvases):
        t.emit(CanvasesChanged(closed=signal.instance_id))


def noted(t: Transition, signal: CanvasNoted) -> None:
    """Keep what the agent is to read with the next prompt."""
    t.emit(CanvasNote(text=signal.text))


def note_withdrawn(t: Transition, signal: CanvasNoteWithdrawn) -> None:
    """Forget it, unless the agent was given it."""
    if signal.text in t.state.canvas_notes:
        t.emit(CanvasNote(text=signal.text, withdrawn=True))
