"""From the start of the process to the answer to `initialize`, and what it holds then."""

import time
from collections.abc import Sequence
from functools import partial

from benchmarks.easel import SERVER
from benchmarks.peers.lsp import LspPeer
from benchmarks.place import Place, place
from benchmarks.programs import empty_server_command
from benchmarks.samples import Budget, Floor, Row, Samples, Unit, interleaved
from benchmarks.scale import Scale
from benchmarks.system import cpu_seconds, resident_bytes, wait_until_quiet

FLOOR = "an empty pygls server"
BUDGET = Budget("ratio", 1.5)
MEMORY_RUNS = 3

Start = tuple[float, float]
"""Milliseconds on the clock, and of the CPU."""


def measure(scale: Scale) -> list[Row]:
    """Time until the answer, then memory once the server has become quiet."""
    commands = {"easel": SERVER, "floor": empty_server_command()}
    with place() as here:
        starts = interleaved(
            scale.warm_ups,
            scale.starts,
            {side: partial(_start, here, command) for side, command in commands.items()},
        )
        memory = interleaved(
            0,
            min(scale.starts, MEMORY_RUNS),
            {
                side: partial(_megabytes, here, command, scale.settle_seconds)
                for side, command in commands.items()
            },
        )
    clock = {side: Samples.of(start[0] for start in starts[side]) for side in commands}
    cpu = {side: Samples.of(start[1] for start in starts[side]) for side in commands}
    return [
        _row("start to answer", "ms", clock["easel"], clock["floor"]),
        _row("the same in CPU time", "ms", cpu["easel"], cpu["floor"]),
        _row(
            "memory with nothing open",
            "MB",
            Samples.of(memory["easel"]),
            Samples.of(memory["floor"]),
        ),
    ]


def _row(what: str, unit: Unit, easel: Samples, floor: Samples) -> Row:
    return Row(
        benchmark="initialize",
        what=what,
        unit=unit,
        easel=easel,
        floor=Floor(FLOOR, floor),
        budget=BUDGET,
    )


def _start(here: Place, command: Sequence[str]) -> Start:
    began = time.perf_counter()
    with LspPeer(command, here.env, here.log) as peer:
        peer.initialize({})
        took, used = time.perf_counter() - began, cpu_seconds(peer.pid)
        peer.leave()
    return took * 1000, used * 1000


def _megabytes(here: Place, command: Sequence[str], settle_seconds: float) -> float:
    with LspPeer(command, here.env, here.log) as peer:
        peer.initialize({})
        wait_until_quiet(peer.pid, settle_seconds)  # longer than it puts off what can wait
        held = resident_bytes(peer.pid)
        peer.leave()
    return held / 1e6
