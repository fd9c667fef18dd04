"""What people did in canvases, on its way to the agent: a block of its own behind the prompt."""

from typing import Final

from msgspec.structs import replace

from easel_conversation.inputs import Prompt
from easel_conversation.values import ContentBlock

URI: Final = "easel-canvas:///what-happened"
_HEADING: Final = "What happened in canvases since the last prompt:"


def with_news(command: Prompt, notes: tuple[str, ...]) -> Prompt:
    """The prompt with the notes in it, as an embedded resource that people see as such."""
    text = "\n\n".join((_HEADING, *notes))
    resource = {"uri": URI, "mimeType": "text/markdown", "text": text}
    block: ContentBlock = {"type": "resource", "resource": resource}
    return replace(command, content=(*command.content, block))


def takes_news(command: Prompt) -> bool:
    """Whether anything may stand behind it: agents know a slash command only if it is alone."""
    first = command.content[0].get("text")
    return not (isinstance(first, str) and first.startswith("/"))
