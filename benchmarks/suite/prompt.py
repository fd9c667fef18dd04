"""A prompt on a warm process, against a bare script that prompts the same agent."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks.easel import easel
from benchmarks.peers.acp import AcpPeer
from benchmarks.place import place
from benchmarks.programs import agent_command
from benchmarks.samples import Budget, Floor, Row, Samples, interleaved
from benchmarks.scale import Scale

FLOOR = "a bare ACP script"
PACE_MICROSECONDS = 10_000
"""A fast model: 100 pieces a second."""
SHORT_TURNS = 20
"""How many turns that take no time stand for one that does."""


def measure(scale: Scale) -> list[Row]:
    """An answer that a model streams, and one that is there at once."""
    streamed = f"tick {scale.turn_chunks} {PACE_MICROSECONDS}"
    sides: dict[str, Callable[[str], Any]] = {}
    with easel() as server, place() as here, AcpPeer(agent_command(), here.env, here.log) as bare:
        sides = {"easel": partial(server.prompt, server.conversation()), "floor": bare.prompt}
        return [
            _row(
                f"an answer of {scale.turn_chunks} pieces at 100/s",
                _times(sides, streamed, scale.warm_ups, scale.runs),
                Budget("ratio", 1.1),
            ),
            _row(
                "an answer that is there at once",
                _times(sides, "hello", scale.warm_ups, scale.runs * SHORT_TURNS),
                None,
            ),
        ]


def _row(what: str, times: dict[str, list[float]], budget: Budget | None) -> Row:
    return Row(
        benchmark="prompt",
        what=what,
        unit="ms",
        easel=Samples.of(times["easel"]),
        floor=Floor(FLOOR, Samples.of(times["floor"])),
        budget=budget,
    )


def _times(
    sides: dict[str, Callable[[str], Any]], text: str, warm_ups: int, runs: int
) -> dict[str, list[float]]:
    prompts = {side: partial(_milliseconds, prompt, text) for side, prompt in sides.items()}
    return interleaved(warm_ups, runs, prompts)


def _milliseconds(prompt: Callable[[str], Any], text: str) -> float:
    began = time.perf_counter()
    prompt(text)
    return (time.perf_counter() - began) * 1000
