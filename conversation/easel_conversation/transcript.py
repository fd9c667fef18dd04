"""A conversation as people read it: turn after turn, with what was said and done in each. Pure."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from easel_conversation.events import (
    Event,
    Forked,
    Message,
    Notice,
    Plan,
    PromptSteered,
    Recap,
    SessionLoadFailed,
    ToolCallChanged,
    TurnEnded,
    TurnStarted,
)
from easel_conversation.ids import MessageId, ToolCallId, TurnId
from easel_conversation.values import ContentBlock, Role, ToolCall


@dataclass(slots=True)
class Said:
    """A message, whole. Text that follows text is joined."""

    role: Role
    message_id: MessageId
    content: list[ContentBlock]


@dataclass(slots=True)
class Done:
    """A tool call as it was in the end."""

    call: ToolCall


Aside = Forked | Notice | Plan | PromptSteered | Recap | SessionLoadFailed


@dataclass(frozen=True, slots=True)
class Told:
    """An event that stands for itself."""

    event: Aside


Entry = Said | Done | Told


@dataclass(slots=True)
class Section:
    """A turn, or what happened between two turns: `started` is None then.

    Of a turn whose beginning was not among the events, `started` is None too.
    """

    turn_id: TurnId | None
    started: TurnStarted | None = None
    entries: list[Entry] = field(default_factory=list)
    ended: TurnEnded | None = None
    _calls: dict[ToolCallId, Done] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Add what the event tells of, where it belongs."""
        match event:
            case Message():
                self._said(event)
            case ToolCallChanged(tool_call=call):
                self._done(call)
            case Plan():
                self.entries = [e for e in self.entries if not _is_plan(e)]
                self.entries.append(Told(event))
            case Notice() | PromptSteered() | SessionLoadFailed() | Recap() | Forked():
                self.entries.append(Told(event))
            case TurnEnded():
                self.ended = event
            case _:
                pass

    def _said(self, event: Message) -> None:
        last = self.entries[-1] if self.entries else None
        if not isinstance(last, Said) or last.message_id != event.message_id:
            last = Said(event.role, event.message_id, [])
            self.entries.append(last)
        text = event.content.get("text")
        before = last.content[-1].get("text") if last.content else None
        if isinstance(text, str) and isinstance(before, str):
            last.content[-1] = {**last.content[-1], "text": before + text}
        else:
            last.content.append(event.content)

    def _done(self, call: ToolCall) -> None:
        known = self._calls.get(call.tool_call_id)
        if known is not None:
            known.call = call
            return
        self._calls[call.tool_call_id] = done = Done(call)
        self.entries.append(done)


def sections(events: Iterable[Event]) -> Iterator[Section]:
    """The sections of a log, or of a part of it, oldest first.

    Late news of a turn find their place as long as no second turn has begun after it.
    """
    held: deque[Section] = deque()
    for event in events:
        section = _section_of(event, held)
        if section is None:
            section = Section(event.turn_id, event if isinstance(event, TurnStarted) else None)
            held.append(section)
            while sum(s.turn_id is not None for s in held) > 2:
                yield held.popleft()
        section.take(event)
    yield from held


def _section_of(event: Event, held: deque[Section]) -> Section | None:
    """The section that the event belongs to; None if it begins another one."""
    if event.turn_id is None:
        return held[-1] if held and held[-1].turn_id is None else None
    if isinstance(event, TurnStarted):
        return None
    return next((section for section in held if section.turn_id == event.turn_id), None)


def _is_plan(entry: Entry) -> bool:
    return isinstance(entry, Told) and isinstance(entry.event, Plan)
