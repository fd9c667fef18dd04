"""Fitting the content blocks of a prompt to what an agent takes."""

from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from easel_acp.connection.errors import UnsupportedContent
from easel_acp.connection.initialize_result import PromptCapabilities
from easel_acp.connection.lenient import mapping, text
from easel_acp.connection.messages import Message


def content_for(blocks: Iterable[Message], capabilities: PromptCapabilities) -> list[Message]:
    """Return *blocks* in a form that the agent takes; other kinds pass as they are.

    An embedded resource becomes text if it is text (the editor's buffer may differ from the disk),
    else a link to it.

    Raises:
        UnsupportedContent: an image or a recording, for which there is no other form.
    """
    return [_fitted(block, capabilities) for block in blocks]


def _fitted(block: Message, capabilities: PromptCapabilities) -> Message:
    match block.get("type"):
        case "image" if not capabilities.image:
            raise UnsupportedContent("image")
        case "audio" if not capabilities.audio:
            raise UnsupportedContent("audio")
        case "resource" if not capabilities.embedded_context:
            return _without_embedding(mapping(block.get("resource")))
        case _:
            return block


def _without_embedding(resource: Message) -> Message:
    uri = text(resource.get("uri")) or ""
    content = text(resource.get("text"))
    if content is not None:
        return {"type": "text", "text": f"{uri}\n{_fenced(content)}"}
    link: Message = {"type": "resource_link", "uri": uri, "name": _name(uri)}
    if mime_type := text(resource.get("mimeType")):
        link["mimeType"] = mime_type
    return link


def _fenced(content: str) -> str:
    """Put *content* into a Markdown fence that it cannot close."""
    fence = "```"
    while fence in content:
        fence += "`"
    return f"{fence}\n{content.removesuffix(chr(10))}\n{fence}"


def _name(uri: str) -> str:
    return PurePosixPath(unquote(urlsplit(uri).path)).name or uri
