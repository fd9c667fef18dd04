"""What went through a connection, for the status page and for the tests."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from easel_acp.connection.messages import SkipReason

LostReason = SkipReason | Literal["malformed", "unmatchedResponse"]
"""Why a line cost itself: no message at all, a message out of schema, an answer to nothing."""


NOTIFICATION_METHODS_COUNTED = 64


@dataclass(slots=True)
class ConnectionCounters:
    """Totals since the connection began; written by the transport alone."""

    lines_in: int = 0
    """Messages and what was skipped, together."""
    messages_out: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    updates: int = 0
    skipped: Counter[LostReason] = field(default_factory=Counter)
    notifications: Counter[str] = field(default_factory=Counter)
    """By method, `session/update` apart; under `other` once there are too many methods."""

    def count_notification(self, method: str) -> None:
        """Count one notification; agents invent methods of their own."""
        known = method in self.notifications
        full = len(self.notifications) >= NOTIFICATION_METHODS_COUNTED
        self.notifications[method if known or not full else "other"] += 1
