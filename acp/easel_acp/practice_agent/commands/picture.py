"""An answer that is not only text."""

import base64
import struct
import zlib

from easel_acp import sdk
from easel_acp.practice_agent.commands.command import Command, plain
from easel_acp.practice_agent.scene import Scene
from easel_acp.practice_agent.steps import Say, Show, Steps

SIDE = 64


async def _picture(scene: Scene, argument: str) -> Steps:
    yield Say("Here is a picture, as an image block:\n\n")
    image = sdk.ImageContentBlock(
        type="image", mime_type="image/png", data=base64.b64encode(_png()).decode()
    )
    yield Show(sdk.AgentMessageChunk(session_update="agent_message_chunk", content=image))
    yield Say("And this is where the protocol is explained, as a link block:\n\n")
    link = sdk.ResourceContentBlock(
        type="resource_link",
        name="Agent Client Protocol",
        uri="https://agentclientprotocol.com/",
        mime_type="text/html",
    )
    yield Show(sdk.AgentMessageChunk(session_update="agent_message_chunk", content=link))


def _png() -> bytes:
    """Return a square with a gradient in two colours."""
    rows = b"".join(
        b"\0" + bytes(value for x in range(SIDE) for value in (4 * x, 4 * y, 160))
        for y in range(SIDE)
    )
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


PICTURE = Command(
    "picture",
    "Show an image and a link, as content blocks",
    _picture,
    words=plain(r"(?:show (?:me )?)?(?:a |an )?(?:picture|image)"),
)
