"""A recap: what an agent is told of a conversation that it does not remember."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from easel_conversation.events import Event, Message, TurnStarted
from easel_conversation.log import EventLog
from easel_conversation.transcript import Done, Said, Section, sections
from easel_conversation.values import ContentBlock, EndReason

MAX_RECAP: Final = 32_000
"""Characters of a recap. Of a longer conversation the end is told."""
MAX_MESSAGE: Final = 4_000
"""Characters of one message."""
MAX_TITLE: Final = 200
"""Characters of the title of a tool call."""
EVENTS_READ: Final = 10_000
"""How far a recap looks back."""
_PAGE: Final = 500
_HEAD: Final = (
    "This is a recap of the conversation so far, of which you have no memory. It is there for "
    "context: it asks for nothing, and what it tells of has happened already. The message of the "
    "user follows behind it."
)
_LEFT_OUT: Final = "[Easel: what came before is left out here.]"
_TAG: Final = re.compile(r"<(/?)\s*recap\b", re.IGNORECASE)
_ENDINGS: Final[dict[EndReason, str]] = {
    "truncated": "[The answer reached a limit.]",
    "refused": "[The agent refused.]",
    "cancelled": "[The user stopped the agent here.]",
    "cancelledForced": "[The user stopped the agent here.]",
    "interrupted": "[The user stopped the agent here.]",
    "crashed": "[The agent crashed here.]",
    "orphaned": "[The work broke off here.]",
    "failed": "[The turn failed here.]",
}


async def read_recap(log: EventLog, limit: int = MAX_RECAP) -> str | None:
    """A recap of what is in a log, of about `limit` characters; None if nothing was said."""
    events: list[Event] = []
    before, size = log.seq + 1, 0
    while before > 1 and size < limit and len(events) < EVENTS_READ:
        page = await log.before(before, _PAGE)
        events = [*page.events, *events]
        size += sum(map(_size, page.events))
        if not page.has_more:
            return recap_of(events, limit, complete=True)
        before = page.events[0].first_seq or page.events[0].seq
    return recap_of(events, limit, complete=before <= 1)


def recap_of(events: Sequence[Event], limit: int = MAX_RECAP, *, complete: bool) -> str | None:
    """A recap of events, oldest first; None if nothing was said.

    Args:
        limit: characters, about. The newest turn is told in any case, shortened.
        complete: whether nothing came before them.
    """
    told: list[str] = []
    size = 0
    for section in reversed(list(sections(events))):
        text = _escaped("\n\n".join(_paragraphs(section)))
        if told and size + len(text) > limit:
            complete = False
            break
        if text:
            text = text if len(text) <= limit else f"{_LEFT_OUT}\n\n{text[-limit:]}"
            told.append(text)
            size += len(text)
    if not told:
        return None
    lines = [_HEAD, *([] if complete else [_LEFT_OUT]), *reversed(told)]
    return "<recap>\n" + "\n\n".join(lines) + "\n</recap>"


def recap_block(text: str) -> ContentBlock:
    """The recap as a part of a prompt. It is for the agent to read, not for people."""
    return {"type": "text", "text": text, "annotations": {"audience": ["assistant"]}}


def names_a_recap(title: str) -> bool:
    """Whether an agent took the beginning of a recap for what the conversation is about."""
    return title.lstrip().startswith("<recap>")


def _paragraphs(section: Section) -> Iterator[str]:
    if section.started is not None and section.started.origin == "user":
        yield f"## User\n\n{_text_of(section.started.prompt)}"
    speaking = False
    for entry in section.entries:
        match entry:
            case Said(role="assistant", content=content):
                text = _text_of(content)
                yield text if speaking else f"## Assistant\n\n{text}"
                speaking = True
            case Said(role="user", content=content):
                yield f"## User\n\n{_text_of(content)}"
                speaking = False
            case Done(call=call):
                line = f"- Tool: {_shortened(call.title, MAX_TITLE)} ({call.status})"
                yield line if speaking else f"## Assistant\n\n{line}"
                speaking = True
            case _:
                pass
    if section.ended is not None and section.ended.reason in _ENDINGS:
        yield _ENDINGS[section.ended.reason]


def _text_of(content: Sequence[ContentBlock]) -> str:
    return _shortened("\n".join(map(_block_text, content)), MAX_MESSAGE)


def _block_text(block: ContentBlock) -> str:
    text = block.get("text")
    if isinstance(text, str):
        return text
    resource = block.get("resource")
    uri = block.get("uri") or (resource.get("uri") if isinstance(resource, dict) else None)
    return f"[{block.get('type')} {uri or ''}".rstrip() + "]"


def _shortened(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    half = limit // 2
    gone = len(text) - 2 * half
    return f"{text[:half]}\n[Easel: {gone} characters are left out here.]\n{text[-half:]}"


def _escaped(text: str) -> str:
    """Nothing that was said can end the recap."""
    return _TAG.sub(r"<\1 recap", text)


def _size(event: Event) -> int:
    match event:
        case Message(content=content):
            return len(str(content.get("text", "")))
        case TurnStarted(prompt=prompt):
            return sum(len(str(block.get("text", ""))) for block in prompt)
        case _:
            return 40
