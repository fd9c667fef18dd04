"""A conversation as it is read: pieces that are finished, in order, and what is still open."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from easel_conversation.events import (
    CanvasesChanged,
    CanvasNote,
    ChangesChanged,
    ElicitationRequested,
    Event,
    Message,
    MetadataChanged,
    PermissionRequested,
    PermissionResolved,
    Plan,
    StatusChanged,
    ToolCallChanged,
    TurnEnded,
    TurnStarted,
)
from easel_conversation.ids import PermissionId, ToolCallId, TurnId
from easel_conversation.values import (
    FINAL_BY_AGENT,
    PROVISIONAL,
    ErrorInfo,
    JsonObject,
    ToolCall,
    Usage,
)
from easel_server.cli.render import permission
from easel_server.cli.render.edits import file_edits
from easel_server.cli.render.ending import ending
from easel_server.cli.render.notes import note, prompt_text
from easel_server.cli.render.open_message import OpenMessage
from easel_server.cli.render.pieces import Piece
from easel_server.cli.render.plain import one_line, plain
from easel_server.cli.render.plan import plan
from easel_server.cli.render.tool_calls import tool_call, tool_call_line

_ENDED: Final = FINAL_BY_AGENT | PROVISIONAL
_CallKey = tuple[TurnId | None, ToolCallId]


class Transcript:
    """Folds events into pieces. What `feed` returns never changes any more."""

    def __init__(self) -> None:
        self.usage = Usage()
        self._message: OpenMessage | None = None
        self._running: dict[_CallKey, ToolCall] = {}
        self._shown: dict[_CallKey, ToolCall] = {}
        self._asked: dict[PermissionId, PermissionRequested] = {}
        self._plan: tuple[JsonObject, ...] = ()
        self._canvases: set[str] = set()
        self._last_error = ""
        self._started: dict[TurnId, datetime] = {}

    def feed(self, event: Event) -> list[Piece]:
        """Take an event; return the pieces that it finishes."""
        if isinstance(event, Message):
            return list(self._text(event))
        if isinstance(event, CanvasesChanged):
            return list(self._canvases_changed(event))
        finished = list(self._finish_message()) if self._interrupts(event) else []
        return [*finished, *self._other(event)]

    def finish(self) -> list[Piece]:
        """Nothing more will come: what is open is finished as it is."""
        return list(self._finish_message())

    def live(self) -> RenderableType | None:
        """What is open: the block being written, running tool calls, the plan."""
        parts: list[RenderableType] = []
        if self._message is not None and (text := self._message.live()) is not None:
            parts.append(text)
        parts.extend(tool_call_line(call) for call in self._running.values())
        if self._plan:
            parts += ["", plan(self._plan)] if parts else [plan(self._plan)]
        return Group(*parts) if parts else None

    def _text(self, event: Message) -> Iterator[Piece]:
        opened = self._message
        if opened is None or (opened.id, opened.role) != (event.message_id, event.role):
            yield from self._finish_message()
            opened = self._message = OpenMessage(event.message_id, event.role)
        text = event.content.get("text")
        if event.content.get("type") == "text" and isinstance(text, str):
            yield from opened.feed(text)
        else:
            yield from opened.finish()
            yield Piece(opened.kind, _attachment(event.content))

    def _finish_message(self) -> Iterator[Piece]:
        opened, self._message = self._message, None
        if opened is not None:
            yield from opened.finish()

    def _interrupts(self, event: Event) -> bool:
        """Whether the agent has gone on to something else than its text."""
        if isinstance(event, ToolCallChanged):
            key = (event.turn_id, event.tool_call.tool_call_id)
            return key not in self._running and key not in self._shown
        return isinstance(
            event, TurnStarted | TurnEnded | PermissionRequested | ElicitationRequested
        )

    def _other(self, event: Event) -> Iterator[Piece]:
        match event:
            case TurnStarted():
                yield from self._begin(event)
            case ToolCallChanged():
                yield from self._tool_call(event)
            case Plan(entries=entries):
                self._plan = entries
            case PermissionRequested():
                self._asked[event.permission_id] = event
                yield Piece("question", permission.permission(event))
            case PermissionResolved() if event.permission_id in self._asked:
                request = self._asked[event.permission_id]
                yield Piece("question", permission.resolution(event, request), gap=False)
            case ElicitationRequested(message=message):
                yield Piece("question", Text.assemble(("? ", "bold yellow"), plain(message)))
            case TurnEnded():
                yield from self._end(event)
            case StatusChanged(error=error) if error and not self._is_news(error):
                return
            case MetadataChanged(usage=usage):
                self.usage = self.usage if usage is None else _newer(self.usage, usage)
            case Message() | ChangesChanged() | CanvasesChanged() | CanvasNote():
                return
            case _:
                if (sentence := note(event)) is not None:
                    yield Piece("note", sentence, gap=False)

    def _canvases_changed(self, event: CanvasesChanged) -> Iterator[Piece]:
        """A canvas is told of when it is opened, not each time that it shows something else."""
        if event.closed is not None:
            self._canvases.discard(event.closed)
        canvas = event.opened
        if canvas is not None and canvas.instance_id not in self._canvases:
            self._canvases.add(canvas.instance_id)
            title = one_line(canvas.title or canvas.display_name or canvas.canvas_id)
            told = Text.assemble("▣ ", title, (f" (canvas {canvas.instance_id})", "dim"))
            yield Piece("note", told, gap=False)

    def _is_news(self, error: ErrorInfo) -> bool:
        """The end of a turn says by itself why, sooner or later."""
        return not self._started and error.message != self._last_error

    def _begin(self, event: TurnStarted) -> Iterator[Piece]:
        self._shown.clear()
        if event.turn_id is not None:
            self._started[event.turn_id] = datetime.fromisoformat(event.at)
        if event.origin == "agent":
            yield Piece("note", Text("The agent goes on by itself.", style="dim"))
        else:
            lines = prompt_text(event.prompt).splitlines() or [""]
            yield Piece("prompt", Text("\n".join(f"> {line}" for line in lines), style="bold"))

    def _tool_call(self, event: ToolCallChanged) -> Iterator[Piece]:
        call, key = event.tool_call, (event.turn_id, event.tool_call.tool_call_id)
        if call.status not in _ENDED:
            self._running[key] = call
            return
        self._running.pop(key, None)
        shown = self._shown.get(key)
        if shown is None or (call.status == "completed" and shown.status in PROVISIONAL):
            self._shown[key] = call
            yield Piece("tool", self._drawn_call(event.turn_id, call), gap=False)

    def _drawn_call(self, turn_id: TurnId | None, call: ToolCall) -> RenderableType:
        """An edit that permission was asked for has been shown already."""
        for asked in self._asked.values():
            known = asked.tool_call
            is_same = (asked.turn_id, known.tool_call_id) == (turn_id, call.tool_call_id)
            if is_same and set(file_edits(known.content)) >= set(file_edits(call.content)):
                return tool_call_line(call)
        return tool_call(call)

    def _end(self, event: TurnEnded) -> Iterator[Piece]:
        self._running.clear()
        self._asked.clear()
        self._last_error = event.error.message if event.error else ""
        if self._plan:
            yield Piece("plan", plan(self._plan))
            self._plan = ()
        if event.usage is not None:
            self.usage = _newer(self.usage, event.usage)
        yield Piece("ending", ending(event, self.usage, self._seconds(event)))

    def _seconds(self, event: TurnEnded) -> float | None:
        begin = None if event.turn_id is None else self._started.pop(event.turn_id, None)
        return None if begin is None else (datetime.fromisoformat(event.at) - begin).total_seconds()


def _attachment(content: JsonObject) -> Text:
    """A content that is no text: named, not drawn."""
    kind = one_line(str(content.get("type")))
    name = content.get("name") or content.get("uri") or content.get("mimeType") or ""
    return Text(f"[{kind} {one_line(str(name))}]".replace(" ]", "]"), style="cyan")


def _newer(old: Usage, new: Usage) -> Usage:
    return Usage(
        input_tokens=old.input_tokens if new.input_tokens is None else new.input_tokens,
        output_tokens=old.output_tokens if new.output_tokens is None else new.output_tokens,
        context_used=old.context_used if new.context_used is None else new.context_used,
        context_size=old.context_size if new.context_size is None else new.context_size,
        cost=old.cost if new.cost is None else new.cost,
    )
