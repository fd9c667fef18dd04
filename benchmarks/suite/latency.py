"""How long an update is under way, at 200 updates a second."""

import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from benchmarks.easel import Easel, easel
from benchmarks.peers.acp import AcpPeer
from benchmarks.peers.lsp import Message
from benchmarks.place import place
from benchmarks.programs import agent_command
from benchmarks.samples import Budget, Floor, Row, Samples, interleaved
from benchmarks.scale import Scale

FLOOR = "a bare pipe"
PER_SECOND = 200
SPREAD = 5
"""Over so many conversations: each then has less than one update a frame."""
P50, P99 = 50, 99
BUDGETS_MS = {P50: 1.0, P99: 10.0}


def measure(scale: Scale) -> list[Row]:
    """All updates in one conversation, and as many spread over several."""
    with easel() as server, place() as here, AcpPeer(agent_command(), here.env, here.log) as bare:
        conversations = [server.conversation() for _ in range(SPREAD)]
        delays = interleaved(
            0,
            scale.runs,
            {
                "pipe": partial(_through_a_pipe, bare, scale.ticks),
                "one": partial(_through_easel, server, conversations[:1], scale.ticks),
                "several": partial(_through_easel, server, conversations, scale.ticks),
            },
        )
    one, several = "200/s in one conversation", f"200/s in {SPREAD} conversations"
    return [
        _row(f"p{percent}, {what}", percent, delays[side], delays["pipe"])
        for side, what in (("one", one), ("several", several))
        for percent in (P50, P99)
    ]


def _row(
    what: str, percent: int, easel_: Sequence[list[float]], pipe: Sequence[list[float]]
) -> Row:
    return Row(
        benchmark="latency",
        what=what,
        unit="ms",
        easel=Samples.of(_percentile(delays, percent) for delays in easel_),
        floor=Floor(FLOOR, Samples.of(_percentile(delays, percent) for delays in pipe)),
        budget=Budget("added", BUDGETS_MS[percent]),
    )


def _percentile(values: list[float], percent: int) -> float:
    return sorted(values)[min(len(values) * percent // 100, len(values) - 1)]


def _through_a_pipe(bare: AcpPeer, ticks: int) -> list[float]:
    delays: list[float] = []
    bare.on_update = lambda update: delays.extend(_delays(update["params"]["update"]))
    bare.prompt(_prompt(ticks, 1))
    return delays


def _through_easel(server: Easel, conversations: list[str], ticks: int) -> list[float]:
    delays: list[float] = []
    server.peer.on_notification = lambda message: delays.extend(
        chain.from_iterable(map(_delays, message["params"].get("events", ())))
    )
    prompt = _prompt(ticks // len(conversations), len(conversations))
    server.peer.answers([server.start(conversation, prompt) for conversation in conversations])
    return delays


def _prompt(ticks: int, share: int) -> str:
    return f"tick {ticks} {1_000_000 * share // PER_SECOND}"


def _delays(told: Message) -> Iterator[float]:
    """The milliseconds that each piece of a message has been under way."""
    now = time.monotonic_ns()
    for moment in told.get("content", {}).get("text", "").split():
        if moment.isdecimal():
            yield (now - int(moment)) / 1e6
