"""Bounds for what a tool gives back, so that no agent can fill the disk and the editor's memory.

What is too long is cut, and says so. The marks name no sizes: a snapshot that only grows behind
the cut is the same snapshot, and is not told again.
"""

from typing import Any

import msgspec

from easel_conversation.values import JsonObject

CLIPPED = "\n\n[Easel: the rest of this output is too long and is left out.]"
CLIPPED_START = "[Easel: the start of this output is too long and is left out.]\n\n"
LEFT_OUT: JsonObject = {
    "type": "content",
    "content": {"type": "text", "text": "[Easel: an item is too large and is left out.]"},
}
BULK = 8
"""How many times the limit the content of a tool call may take up with all that is in it."""


def clipped_content(content: tuple[JsonObject, ...], limit: int) -> tuple[JsonObject, ...]:
    """The content of a tool call, with at most `limit` characters of text.

    Diffs and images may take more, up to `BULK` times the limit in bytes of JSON. They are whole
    or left out: half an image is none, and a cut diff would show a deletion that nobody made.
    """
    text_room, room = limit, limit * BULK
    kept: list[JsonObject] = []
    for item in content:
        text = _text_of(item)
        shown = item
        if text is not None:
            if len(text) > text_room:
                shown = _with_text(item, text[:text_room] + CLIPPED)
            text_room = max(text_room - len(text), 0)
        size = len(msgspec.json.encode(shown))
        if size <= room:
            room -= size
            kept.append(shown)
        elif LEFT_OUT not in kept:
            kept.append(LEFT_OUT)
    return tuple(kept)


def clipped_terminal(output: str, limit: int) -> str:
    """What a terminal shows: the last `limit` characters, as that is where the result stands."""
    return output if len(output) <= limit else CLIPPED_START + output[-limit:]


def clipped_raw(value: Any, limit: int) -> Any:
    """What a tool was given or gave back. Too long, it becomes the start of its text or JSON."""
    if value is None:
        return None
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return value if len(text) <= limit else text[:limit] + CLIPPED


def _text_of(item: JsonObject) -> str | None:
    block = item.get("content")
    text = block.get("text") if isinstance(block, dict) else None
    return text if isinstance(text, str) else None


def _with_text(item: JsonObject, text: str) -> JsonObject:
    return {**item, "content": {**item["content"], "text": text}}
