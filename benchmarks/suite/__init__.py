"""The benchmarks: one module for each budget."""

from collections.abc import Callable, Mapping

from benchmarks.samples import Row
from benchmarks.scale import Scale
from benchmarks.suite import (
    cancel,
    idle,
    initialize,
    latency,
    listing,
    opening,
    prompt,
    replay,
    updates,
)

BENCHMARKS: Mapping[str, Callable[[Scale], list[Row]]] = {
    "initialize": initialize.measure,
    "prompt": prompt.measure,
    "updates": updates.measure,
    "latency": latency.measure,
    "cancel": cancel.measure,
    "opening": opening.measure,
    "listing": listing.measure,
    "replay": replay.measure,
    "idle": idle.measure,
}
