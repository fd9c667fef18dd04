"""How much work a run of the benchmarks does."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Sizes and repetitions. Times in seconds."""

    warm_ups: int
    """How many rounds do not count."""
    runs: int
    """How often each side is measured."""
    starts: int
    """The same for whole processes."""
    updates: int
    """How many updates an agent sends at full speed."""
    ticks: int
    """How many updates it sends at a steady pace."""
    streaming_seconds: float
    """How long updates stream before they are stopped."""
    turn_chunks: int
    """Of how many pieces the answer to an ordinary prompt is."""
    events: int
    """How long a long conversation is."""
    replayed: int
    """How many updates an agent sends when it loads a session."""
    conversations: int
    """How many conversations are open."""
    listed: int
    """How many conversations there are to list."""
    settle_seconds: float
    """How long a server that counts as quiet has done nothing."""
    quiet_seconds: float
    """How long an idle server is watched."""


FULL = Scale(
    warm_ups=1,
    runs=7,
    starts=15,
    updates=100_000,
    ticks=500,
    streaming_seconds=0.2,
    turn_chunks=50,
    events=100_000,
    replayed=10_000,
    conversations=100,
    listed=10_000,
    settle_seconds=1.5,
    quiet_seconds=5.0,
)

TINY = Scale(
    warm_ups=0,
    runs=1,
    starts=1,
    updates=200,
    ticks=10,
    streaming_seconds=0.01,
    turn_chunks=2,
    events=600,
    replayed=100,
    conversations=3,
    listed=50,
    settle_seconds=0.02,
    quiet_seconds=0.02,
)
"""Enough to see that every benchmark runs."""
