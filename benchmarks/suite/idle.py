"""What conversations cost that nobody uses: memory, and work."""

import time

from benchmarks.easel import Easel, easel
from benchmarks.samples import Budget, Row, Samples
from benchmarks.scale import Scale
from benchmarks.system import resident_bytes, wait_until_quiet, wake_ups


def measure(scale: Scale) -> list[Row]:
    """Conversations that are open, each with one turn in the past and its agent let go."""
    with easel(settings={"pool": {"maxIdle": 1}}) as server:
        wait_until_quiet(server.pid, scale.settle_seconds)
        wakes_empty = _wakes_per_second(server, scale.quiet_seconds)
        server.conversation()
        before = _memory(server, scale)
        for _ in range(scale.conversations):
            server.conversation()
        each = (_memory(server, scale) - before) / scale.conversations
        wakes = _wakes_per_second(server, scale.quiet_seconds)
    return [
        Row(
            benchmark="idle",
            what="memory of 100 open conversations",
            unit="MB",
            easel=Samples((each * 100 / 1e6,)),
            budget=Budget("value", 100.0),
        ),
        Row(
            benchmark="idle",
            what="wake-ups with nothing open",
            unit="/s",
            easel=Samples((wakes_empty,)),
            budget=Budget("value", 1.0),
        ),
        Row(
            benchmark="idle",
            what=f"wake-ups with {scale.conversations} open conversations",
            unit="/s",
            easel=Samples((wakes,)),
        ),
    ]


def _memory(server: Easel, scale: Scale) -> int:
    wait_until_quiet(server.pid, scale.settle_seconds)
    return resident_bytes(server.pid)


def _wakes_per_second(server: Easel, seconds: float) -> float:
    before = wake_ups(server.pid)
    time.sleep(seconds)
    after = wake_ups(server.pid)
    return sum(count - before.get(thread, 0) for thread, count in after.items()) / seconds
