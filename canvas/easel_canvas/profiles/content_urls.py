"""The address of content as a wire has it that must name the session."""

from easel_canvas.provider import CONTENT_SCHEME
from easel_canvas.values import SessionId

_PREFIX = f"{CONTENT_SCHEME}:/"


def with_session(url: str | None, session: SessionId) -> str | None:
    """`ahp-canvas-content:/<instance>/…` becomes `ahp-canvas-content:/<session>.<instance>/…`."""
    if url is None or not url.startswith(_PREFIX):
        return url
    return f"{_PREFIX}{session}.{url.removeprefix(_PREFIX)}"


def without_session(url: str | None, session: SessionId) -> str | None:
    """The other way round."""
    if url is None or not url.startswith(_PREFIX):
        return url
    return _PREFIX + url.removeprefix(_PREFIX).removeprefix(f"{session}.")
