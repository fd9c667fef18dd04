"""Opening a long conversation: the first page."""

import time
from functools import partial

from benchmarks.easel import Easel, easel
from benchmarks.samples import Budget, Floor, Row, Samples, interleaved
from benchmarks.scale import Scale

SHORT = 500
"""Events in the conversation that is the floor: one page."""
BUDGET_MS = 100.0


def measure(scale: Scale) -> list[Row]:
    """A long conversation beside one of a single page."""
    with easel() as server:
        long = _filled(server, scale.events)
        short = _filled(server, SHORT)
        times = interleaved(
            scale.warm_ups,
            scale.runs,
            {
                "long": partial(_milliseconds, server, long),
                "short": partial(_milliseconds, server, short),
            },
        )
    return [
        Row(
            benchmark="opening",
            what=f"the first page of {scale.events:,} events",
            unit="ms",
            easel=Samples.of(times["long"]),
            floor=Floor(f"of {SHORT} events", Samples.of(times["short"])),
            budget=Budget("value", BUDGET_MS),
        )
    ]


def _filled(server: Easel, events: int) -> str:
    conversation = server.create()
    server.prompt(conversation, f"plans {events}")
    return conversation


def _milliseconds(server: Easel, conversation: str) -> float:
    began = time.perf_counter()
    opened = server.open(conversation)
    took = time.perf_counter() - began
    assert opened["hasEarlier"]
    return took * 1000
