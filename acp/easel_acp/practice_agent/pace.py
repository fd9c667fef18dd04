"""How fast an answer streams."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

PaceName = Literal["instant", "brisk", "calm"]


@dataclass(frozen=True, slots=True)
class Pace:
    """`chunk` is the wait in seconds after each piece of text, `step` scales longer pauses."""

    name: str
    description: str
    chunk: float
    step: float


PACES: Mapping[PaceName, Pace] = {
    "calm": Pace("Calm", "Slow enough to read along", chunk=0.09, step=1.5),
    "brisk": Pace("Brisk", "Like a fast model", chunk=0.025, step=1.0),
    "instant": Pace("Instant", "No waiting at all", chunk=0.0, step=0.0),
}
DEFAULT_PACE: PaceName = "brisk"
