"""The limits of a value in words."""

from easel_server.protocol.generate.types import Limits


def limits_text(limits: Limits) -> str:
    """`1 to 1000`, `at least 1`, `1 to 1000 characters`; empty if there are none."""
    if limits.min_length is not None or limits.max_length is not None:
        return f"{_range(limits.min_length, limits.max_length)} characters"
    return _range(limits.ge, limits.le)


def _range(least: float | None, most: float | None) -> str:
    if least is None:
        return "" if most is None else f"at most {most}"
    return f"at least {least}" if most is None else f"{least} to {most}"
