"""What went through a connection, for the status page and for the tests."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from easel_acp.connection.json_line import NoiseKind

SkipReason = NoiseKind | Literal["malformed", "unmatchedResponse"]
"""Why a line cost itself: no message at all, a message out of schema, an answer to nothing."""


@dataclass(slots=True)
class ConnectionCounters:
    """Totals since the connection began; written by the transport alone."""

    messages_in: int = 0
    messages_out: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    updates: int = 0
    skipped: Counter[SkipReason] = field(default_factory=Counter)
    notifications: Counter[str] = field(default_factory=Counter)
    """By method, `session/update` apart. Bounded: see `NOTIFICATION_METHODS_COUNTED`."""


NOTIFICATION_METHODS_COUNTED = 64
"""An agent that invents methods without end is counted under `other` from here on."""


def count_notification(counters: ConnectionCounters, method: str) -> None:
    """Count one notification under its method, or under `other` once there are too many."""
    known = method in counters.notifications
    full = len(counters.notifications) >= NOTIFICATION_METHODS_COUNTED
    counters.notifications[method if known or not full else "other"] += 1
