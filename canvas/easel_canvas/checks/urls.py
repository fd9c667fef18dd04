"""Which addresses a view may be sent to, and the paths of content."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from easel_canvas.checks.limits import LIMITS
from easel_canvas.errors import ResourceNotFound, UrlNotAllowed
from easel_canvas.provider import CONTENT_SCHEME
from easel_canvas.values import InstanceId

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def check_url(url: str, instance_id: InstanceId) -> None:
    """Let only addresses pass that can be shown without harm.

    Those are `https:`, `http:` of this machine, both without credentials, and the instance's own
    `ahp-canvas-content:`. So no `javascript:`, `file:`, `data:` or `command:`.

    Raises:
        UrlNotAllowed: it is another one.
    """
    if len(url) > LIMITS.url_length or not url.isprintable() or not _is_allowed(url, instance_id):
        shown = url if len(url) <= 100 else f"{url[:100]}…"
        raise UrlNotAllowed(f"A canvas may not show {shown!r}.")


def content_path(uri: str, instance_id: InstanceId) -> str:
    """The path that a content address names: relative, decoded, and never out of the root.

    Raises:
        ResourceNotFound: it is not an address of content of this instance.
    """
    path = _content_path(uri, instance_id)
    if path is None:
        raise ResourceNotFound(uri[:200])
    return path


def _is_allowed(url: str, instance_id: InstanceId) -> bool:
    if url.startswith(f"{CONTENT_SCHEME}:"):
        return _content_path(url, instance_id) is not None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or port == 0 or "@" in parts.netloc or "\\" in url:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)


def _content_path(uri: str, instance_id: InstanceId) -> str | None:
    """The decoded path; None if there is none, or it would lead anywhere but further down."""
    prefix = f"{CONTENT_SCHEME}:/{instance_id}/"
    if not uri.startswith(prefix) or len(uri) > LIMITS.url_length:
        return None
    try:
        decoded = unquote(re.split("[?#]", uri.removeprefix(prefix))[0], errors="strict")
    except UnicodeDecodeError:
        return None
    steps = decoded.split("/")
    harmless = all(step not in ("", ".", "..") and ":" not in step for step in steps)
    return decoded if harmless and "\\" not in decoded and decoded.isprintable() else None
