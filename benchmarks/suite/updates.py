"""CPU time of an update on its way from the agent to the editor."""

from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks.easel import easel
from benchmarks.peers.lsp import LspPeer
from benchmarks.place import place
from benchmarks.programs import FLOOR_OF_AN_UPDATE, bridge_command, plain_command
from benchmarks.samples import Budget, Floor, Row, Samples, interleaved
from benchmarks.scale import Scale
from benchmarks.system import cpu_seconds

PLAIN = "the plain way: SDK and pygls"
PLAIN_SHARE = 10
"""The plain way is so slow that it gets a tenth of the updates."""


def measure(scale: Scale) -> list[Row]:
    """Easel against the floor, and against the plain way."""
    updates, few = scale.updates, max(scale.updates // PLAIN_SHARE, 1)
    with (
        easel() as server,
        place() as here,
        LspPeer(bridge_command(), here.env, here.log) as bridge,
        LspPeer(plain_command(), here.env, here.log) as plain,
    ):
        plain.initialize({})
        prompt = partial(server.prompt, server.conversation())
        cpu = interleaved(
            scale.warm_ups,
            scale.runs,
            {
                "easel": partial(_microseconds, server.pid, prompt, updates),
                "floor": partial(_microseconds, bridge.pid, bridge.bare_prompt, updates),
                "plain": partial(_microseconds, plain.pid, plain.bare_prompt, few),
            },
        )
    samples = {side: Samples.of(values) for side, values in cpu.items()}
    return [
        _row(samples["easel"], Floor(FLOOR_OF_AN_UPDATE, samples["floor"]), 3),
        _row(samples["easel"], Floor(PLAIN, samples["plain"]), 1 / 3),
    ]


def _row(easel_: Samples, floor: Floor, limit: float) -> Row:
    return Row(
        benchmark="updates",
        what="CPU per update at full speed",
        unit="µs",
        easel=easel_,
        floor=floor,
        budget=Budget("ratio", limit),
    )


def _microseconds(pid: int, prompt: Callable[[str], Any], updates: int) -> float:
    before = cpu_seconds(pid)
    prompt(f"flood {updates}")
    return (cpu_seconds(pid) - before) / updates * 1e6
