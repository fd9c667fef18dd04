"""`plan`: steps, and how far they are."""

from collections import Counter
from typing import Annotated, Final, Literal

from msgspec import Meta, to_builtins

from easel_canvas.builtin.kind import Kind, View
from easel_canvas.builtin.surroundings import Surroundings
from easel_canvas.inputs import Input, Titled
from easel_canvas.values import JsonObject

Status = Literal["pending", "in_progress", "completed"]

_BOXES: Final[dict[Status, str]] = {
    "pending": "- [ ] ",
    "in_progress": "- [ ] **now:** ",
    "completed": "- [x] ",
}


class PlanEntry(Input, frozen=True, kw_only=True):
    """One step, in the shape that ACP has."""

    content: Annotated[str, Meta(min_length=1, max_length=2000, description="What is to be done.")]
    status: Status = "pending"
    priority: Literal["high", "medium", "low"] | None = None
    note: (
        Annotated[str, Meta(max_length=2000, description="What came of it, or what it waits for.")]
        | None
    ) = None


class PlanInput(Titled, frozen=True, kw_only=True):
    """A plan."""

    entries: Annotated[
        tuple[PlanEntry, ...], Meta(max_length=500, description="The steps, in their order.")
    ]


class PlanView(View):
    """A checklist."""

    def __init__(self, given: PlanInput) -> None:
        super().__init__()
        self.title = given.title
        self._entries = given.entries
        self._done = Counter(entry.status for entry in given.entries)["completed"]
        self.status = f"{self._done} of {len(given.entries)} done"

    def content(self) -> JsonObject:
        """`{entries: [{content, status, priority, note}], done, total}`."""
        return {
            "entries": [to_builtins(entry) for entry in self._entries],
            "done": self._done,
            "total": len(self._entries),
        }

    def text(self) -> str:
        """A list of tasks."""
        lines = [f"{self.status}.", "", *map(_line, self._entries)]
        return "\n".join(lines)


def _line(entry: PlanEntry) -> str:
    priority = " (high priority)" if entry.priority == "high" else ""
    note = f"\n  {' '.join(entry.note.split())}" if entry.note else ""
    return f"{_BOXES[entry.status]}{' '.join(entry.content.split())}{priority}{note}"


async def _make(given: PlanInput, surroundings: Surroundings) -> View:
    return PlanView(given)


PLAN = Kind(
    canvas_id="plan",
    title="Plan",
    description="Show a plan of work as a checklist. Open it once, then send all entries again "
    "with `update_canvas` whenever a step begins or is done.",
    input=PlanInput,
    make=_make,
)
