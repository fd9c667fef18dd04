"""What is to be said of a field besides its type, in sentences."""

import json
from collections.abc import Iterator

from easel_server.protocol.generate.types import Field, Limits


def remarks(field: Field) -> str:
    """Its description, its limits, and what its absence means."""
    return " ".join(_sentences(field))


def _sentences(field: Field) -> Iterator[str]:
    if field.description:
        yield field.description
    if limits := _limits(field.limits):
        yield f"{limits.capitalize()}."
    if field.optional and field.default is not None:
        yield f"Absent: {json.dumps(field.default)}."


def _limits(limits: Limits) -> str:
    if limits.min_length is not None or limits.max_length is not None:
        return f"{_range(limits.min_length, limits.max_length)} characters"
    return _range(limits.ge, limits.le)


def _range(least: float | None, most: float | None) -> str:
    if least is None:
        return "" if most is None else f"at most {most}"
    return f"at least {least}" if most is None else f"{least} to {most}"
