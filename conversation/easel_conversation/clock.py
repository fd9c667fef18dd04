"""Times: milliseconds since the Unix epoch inside, ISO 8601 UTC with milliseconds on the wire."""

from datetime import UTC, datetime


def iso(ms: int) -> str:
    """`iso(0)` is `"1970-01-01T00:00:00.000Z"`."""
    moment = datetime.fromtimestamp(ms // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{ms % 1000:03d}Z"


def from_iso(text: str) -> int:
    """The inverse of `iso`.

    Raises:
        ValueError: `text` is no ISO 8601 time.
    """
    return round(datetime.fromisoformat(text).timestamp() * 1000)
