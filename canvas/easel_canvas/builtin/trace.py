"""`trace`: the messages between Easel and the agent of a conversation."""

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from easel_canvas.builtin.kind import Kind, View
from easel_canvas.builtin.surroundings import Surroundings, TraceEntry
from easel_canvas.builtin.text import count, fenced
from easel_canvas.inputs import Titled
from easel_canvas.values import Json, JsonObject

MAX_ENTRIES: Final = 500
_LINE: Final = 200


class TraceInput(Titled, frozen=True, kw_only=True):
    """The messages with the agent of this conversation."""

    entries: Annotated[
        int, Meta(ge=1, le=MAX_ENTRIES, description="How many of the newest messages.")
    ] = 200


class TraceView(View):
    """What was recorded up to now; it is read anew on each look."""

    def __init__(self, given: TraceInput, surroundings: Surroundings) -> None:
        super().__init__()
        self.title = given.title
        self._most = given.entries
        self._surroundings = surroundings
        self.status = count(len(self._entries()), "message")

    def content(self) -> JsonObject:
        """`{level, entries: [{seq, at, direction, text}]}`; `text` is JSON, secrets masked."""
        return {
            "level": self._surroundings.traces.level,
            "entries": msgspec.to_builtins(self._entries()),
        }

    def text(self) -> str:
        """A line for each message."""
        if self._surroundings.traces.level == "off":
            return (
                "Nothing is recorded. Set `easel.trace` to `messages` or `verbose`; it holds for "
                "agents that start from then on."
            )
        return fenced("\n".join(map(_line, self._entries())))

    async def receive(self, payload: Json) -> None:
        """`{type: "refresh"}`: look again."""
        if isinstance(payload, dict) and payload.get("type") == "refresh":
            self.status = count(len(self._entries()), "message")
            self.changed()

    def _entries(self) -> tuple[TraceEntry, ...]:
        return self._surroundings.traces.entries(self._surroundings.session)[-self._most :]


def _line(entry: TraceEntry) -> str:
    arrow = "←" if entry.direction == "in" else "→"
    text = entry.text if len(entry.text) <= _LINE else f"{entry.text[:_LINE]}…"
    return f"{entry.at[11:23]} {arrow} {text}"


async def _make(given: TraceInput, surroundings: Surroundings) -> View:
    return TraceView(given, surroundings)


TRACE = Kind(
    canvas_id="trace",
    title="Messages of the agent",
    description="Show the messages of the Agent Client Protocol that Easel and the agent of this "
    "conversation exchanged, for finding faults in an agent. Needs the setting `easel.trace`.",
    input=TraceInput,
    make=_make,
)
