"""Reads a prompt: what was typed, what came with it (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

TITLE_CHARS = 60


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something beside the text of a prompt. `detail` says how much of it there is."""

    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """The text that a person typed and what they attached."""

    text: str
    attachments: tuple[Attachment, ...] = ()


def read_prompt(blocks: Iterable[Mapping[str, Any]]) -> Prompt:
    """Make a prompt out of ACP content blocks."""
    texts: list[str] = []
    attachments: list[Attachment] = []
    for block in blocks:
        if block["type"] == "text" and _is_typed(block):
            texts.append(block["text"])
        else:
            attachments.append(_attachment(block))
    return Prompt("\n".join(texts).strip(), tuple(attachments))


def title_of(text: str) -> str:
    """Make a one-line title out of the first prompt of a session."""
    line = " ".join(text.split()) or "Untitled"
    return line if len(line) <= TITLE_CHARS else f"{line[: TITLE_CHARS - 1].rstrip()}…"


def _is_typed(block: Mapping[str, Any]) -> bool:
    """Not what a client adds for the agent alone, such as a recap."""
    audience = (block.get("annotations") or {}).get("audience")
    return not audience or "user" in audience


def _attachment(block: Mapping[str, Any]) -> Attachment:
    match block["type"]:
        case "text":
            lines = len(block["text"].splitlines())
            return Attachment("a note from the client", f"{lines} lines of text")
        case "resource_link":
            return Attachment(block["name"], f"a link to {block['uri']}")
        case "resource":
            return _resource(block["resource"])
        case kind:
            size = len(block.get("data", "")) * 3 // 4
            return Attachment(kind, f"{block.get('mimeType', 'unknown type')}, about {size} bytes")


def _resource(resource: Mapping[str, Any]) -> Attachment:
    name = resource["uri"].rsplit("/", 1)[-1]
    if "text" in resource:
        return Attachment(name, f"{len(resource['text'].splitlines())} lines of text")
    return Attachment(name, "binary data")
