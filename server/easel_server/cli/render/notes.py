"""The events that are told in a sentence."""

from typing import Final, assert_never

import msgspec
from rich.text import Text

from easel_conversation.events import (
    CancelRequested,
    ElicitationResolved,
    Forked,
    LeaseChanged,
    Notice,
    PermissionResolved,
    PromptDropped,
    PromptQueued,
    PromptSteered,
    QueueReordered,
    Recap,
    SessionLoadFailed,
    SessionRestored,
    StatusChanged,
    Unknown,
)
from easel_conversation.values import CancelRung, ContentBlock, NoticeLevel
from easel_server.cli.render.plain import one_line, plain
from easel_server.sentences import sentence

Noted = (
    CancelRequested
    | ElicitationResolved
    | Forked
    | LeaseChanged
    | Notice
    | PermissionResolved
    | PromptDropped
    | PromptQueued
    | PromptSteered
    | QueueReordered
    | Recap
    | SessionLoadFailed
    | SessionRestored
    | StatusChanged
    | Unknown
)

_NOTICE_STYLES: Final[dict[NoticeLevel, str]] = {
    "info": "dim",
    "warning": "yellow",
    "error": "red",
}
_RUNGS: Final[dict[CancelRung, str]] = {
    "sent": "",
    "acknowledged": "",
    "timeout": "The agent did not answer.",
    "killed": "The agent's process was ended.",
}
_FALLBACKS: Final = {
    "fresh": "It goes on with a new session and does not remember what was said; /recap tells it.",
    "ask": "Say /resume to try again, /resume fresh to go on without its memory, or /resume recap "
    "to go on with a recap.",
    "none": "",
}


def note(event: Noted) -> Text | None:
    """The sentence for an event, if it needs one."""
    match event:
        case CancelRequested(rung=rung):
            return _dim(_RUNGS[rung])
        case Notice(level=level, text=text):
            return Text(plain(text), style=_NOTICE_STYLES[level])
        case PromptQueued(held=held):
            when = "Stored" if held else "Queued"
            return _dim(f"{when}: {one_line(prompt_text(event.prompt), 60)}")
        case PromptDropped():
            return _dim("Taken out of the queue.")
        case PromptSteered():
            return _dim(f"Handed to the agent: {one_line(prompt_text(event.prompt), 60)}")
        case SessionLoadFailed(fallback=fallback):
            words = f"{sentence(event)} {_FALLBACKS[fallback]}"
            return Text(plain(words.strip()), style="yellow")
        case SessionRestored(outcome="restored"):
            return _dim("The agent remembers this conversation.")
        case StatusChanged(error=error) if error is not None:
            return Text(plain(error.message), style="red")
        case Forked() | Recap():
            return _dim(sentence(event))
        case Unknown(update=update):
            return _dim(f"The agent sent something new: {one_line(_json(update), 120)}")
        case (
            ElicitationResolved()
            | LeaseChanged()
            | PermissionResolved()
            | QueueReordered()
            | SessionRestored()
            | StatusChanged()
        ):
            return None
        case _:
            assert_never(event)


def prompt_text(blocks: tuple[ContentBlock, ...]) -> str:
    """What a person typed; contents that it does not mention by their names."""
    typed = "\n".join(plain(str(b.get("text", ""))) for b in blocks if b.get("type") == "text")
    names = [_name(block) for block in blocks if block.get("type") != "text"]
    others = [f"[{name}]" for name in names if name not in typed]
    return "\n".join(filter(None, (typed, " ".join(others))))


def _name(block: ContentBlock) -> str:
    return one_line(str(block.get("name") or block.get("type")), 60)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _dim(words: str) -> Text | None:
    return Text(words, style="dim") if words else None
