"""What kind of picture some bytes are, and how large. Pure."""

import struct
from dataclasses import dataclass
from typing import Final

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""The markers of JPEG that are followed by the size."""


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """Width and height in pixels; None where the format does not tell it simply."""

    mime_type: str
    width: int | None = None
    height: int | None = None


def image_facts(data: bytes) -> ImageFacts | None:
    """What the bytes are; None if they are no picture that can be shown."""
    try:
        return _facts(data)
    except struct.error:
        return None


def _facts(data: bytes) -> ImageFacts | None:
    if data.startswith(_PNG):
        return ImageFacts("image/png", *struct.unpack(">II", data[16:24]))
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return ImageFacts("image/gif", *struct.unpack("<HH", data[6:10]))
    if data.startswith(b"\xff\xd8\xff"):
        return ImageFacts("image/jpeg", *_jpeg_size(data))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ImageFacts("image/webp")
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | tuple[None, None]:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return None, None
