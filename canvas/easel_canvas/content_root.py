"""A folder whose files a canvas shows."""

import mimetypes
from pathlib import Path

from easel_canvas.checks.limits import LIMITS
from easel_canvas.errors import LimitExceeded, ResourceNotFound
from easel_canvas.provider import Resource

_TEXT_TYPES = frozenset({"application/json", "application/javascript", "image/svg+xml"})


class ContentRoot:
    """Reads files below `folder`, and no others: links that lead out of it are not followed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def read(self, path: str) -> Resource:
        """The file at a relative path. Blocks.

        Raises:
            ResourceNotFound: there is none, it cannot be read, or it lies elsewhere.
            LimitExceeded: it is too large.
        """
        try:
            found = (self._folder / path).resolve(strict=True)
            if not found.is_relative_to(self._folder) or not found.is_file():
                raise ResourceNotFound(path)
            if found.stat().st_size > LIMITS.resource_bytes:
                raise LimitExceeded(f"{path!r} has more than {LIMITS.resource_bytes:,} bytes")
            content = found.read_bytes()
        except (OSError, ValueError, RuntimeError):
            raise ResourceNotFound(path) from None
        return _resource(found, content)


def _resource(path: Path, content: bytes) -> Resource:
    mime_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if not mime_type.startswith("text/") and mime_type not in _TEXT_TYPES:
        return Resource(mime_type=mime_type, blob=content)
    try:
        return Resource(mime_type=mime_type, text=content.decode())
    except UnicodeDecodeError:
        return Resource(mime_type=mime_type, blob=content)
