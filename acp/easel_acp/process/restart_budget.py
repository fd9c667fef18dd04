"""When a failed agent may be started again, and when a person has to look first.

Pure: time is an argument, and each step gives a new value.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

RESTARTS = 3
WINDOW = 60.0
"""Seconds."""


class FailureCause(StrEnum):
    """Why an agent is not running. All but `CRASHED` stay true until a person does something."""

    CRASHED = "crashed"
    NOT_FOUND = "notFound"
    START_FAILED = "startFailed"
    AUTH_REQUIRED = "authRequired"
    RATE_LIMITED = "rateLimited"


@dataclass(frozen=True, slots=True)
class Parked:
    """No more starts: the cause, and the message to show once."""

    cause: FailureCause
    message: str


@dataclass(frozen=True, slots=True)
class RestartBudget:
    """Three restarts in sixty seconds, then parked until a person acts.

    `crashes` are the times (monotonic seconds) of those that the window still holds.
    """

    crashes: tuple[float, ...] = ()
    parked: Parked | None = None

    def failed(self, cause: FailureCause, message: str, now: float) -> "RestartBudget":
        """The agent failed at `now`. Once parked, the first cause stands."""
        if self.parked is not None:
            return self
        if cause is not FailureCause.CRASHED:
            return replace(self, parked=Parked(cause, message))
        crashes = (*(moment for moment in self.crashes if now - moment < WINDOW), now)
        if len(crashes) <= RESTARTS:
            return replace(self, crashes=crashes)
        return RestartBudget(crashes, Parked(cause, _loop_message(len(crashes), message)))

    def acted(self) -> "RestartBudget":
        """A person asked for it again, or changed something: everything is forgiven."""
        return RestartBudget()

    @property
    def may_start(self) -> bool:
        """Whether the next prompt may start the agent by itself."""
        return self.parked is None


def _loop_message(count: int, message: str) -> str:
    return f"The agent crashed {count} times within {WINDOW:.0f} seconds. Last: {message}"
