"""`@file` in a prompt becomes a link that the agent can follow. Pure but for looking at files."""

import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from easel_conversation.values import ContentBlock

_MENTION: Final = re.compile(r'(?<!\S)@(?:"([^"\n]+)"|(\S+))')
_PUNCTUATION: Final = ".,;:!?)]}'\""


def content_of(text: str, cwd: Path) -> tuple[ContentBlock, ...]:
    """The text as it was typed, and a resource link for each file that it mentions."""
    links = {path: _link(name, path) for name, path in _mentioned(text, cwd)}
    return ({"type": "text", "text": text}, *links.values())


def mention(name: str) -> str:
    """How a file's name is written behind the `@`."""
    return f'"{name}"' if re.search(r"\s", name) else name


def _mentioned(text: str, cwd: Path) -> Iterator[tuple[str, Path]]:
    """The files that exist; anything else behind an `@` is just text."""
    for match in _MENTION.finditer(text):
        quoted, bare = match.groups()
        for name in (quoted,) if quoted else (bare, bare.rstrip(_PUNCTUATION)):
            path = cwd / Path(name).expanduser()
            if name and _exists(path):
                yield name, path
                break


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _link(name: str, path: Path) -> ContentBlock:
    link = {"type": "resource_link", "uri": path.resolve().as_uri(), "name": name}
    mime_type, _ = mimetypes.guess_type(path.name)
    return {**link, "mimeType": mime_type} if mime_type else link
