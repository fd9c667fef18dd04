"""What people did in canvases, on its way to the agent: a block behind a prompt. Pure."""

from typing import Any, Final

from easel_conversation.values import ContentBlock

URI: Final = "easel-canvas:///what-happened"
MOST: Final = 20
"""Of very many notes the newest are kept."""
_HEADING: Final = "What happened in canvases since the last prompt:"


def with_notes(
    content: tuple[ContentBlock, ...], notes: tuple[str, ...]
) -> tuple[ContentBlock, ...]:
    """The prompt with the notes in it, as an embedded resource that people see as such.

    Agents know a slash command only if it is alone, so the notes wait for the prompt after it.
    """
    if not notes or _is_slash_command(content):
        return content
    text = "\n\n".join((_HEADING, *notes))
    resource = {"uri": URI, "mimeType": "text/markdown", "text": text}
    return (*content, {"type": "resource", "resource": resource})


def has_notes(content: tuple[ContentBlock, ...]) -> bool:
    """Whether the agent is given the notes with that prompt."""
    return any(_uri(block.get("resource")) == URI for block in content)


def _uri(resource: Any) -> object:
    return resource.get("uri") if isinstance(resource, dict) else None


def _is_slash_command(content: tuple[ContentBlock, ...]) -> bool:
    first = content[0].get("text") if content else None
    return isinstance(first, str) and first.startswith("/")
