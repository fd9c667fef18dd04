"""What a replay by `session/load` costs, beyond bringing the agent up again."""

from functools import partial

from benchmarks.easel import Easel, easel
from benchmarks.peers.lsp import LspPeer
from benchmarks.place import place
from benchmarks.programs import FLOOR_OF_AN_UPDATE, bridge_command
from benchmarks.samples import Budget, Floor, Row, Samples, interleaved
from benchmarks.scale import Scale
from benchmarks.system import cpu_seconds, resident_bytes


def measure(scale: Scale) -> list[Row]:
    """CPU of the server for each replayed update, and what the replays leave in memory."""
    with (
        easel("--replay", str(scale.replayed)) as long,
        easel("--replay", "1") as short,
        place() as here,
        LspPeer(bridge_command(), here.env, here.log) as bridge,
    ):
        reload = {
            "long": partial(_reload, long, long.conversation()),
            "short": partial(_reload, short, short.conversation()),
        }
        before = resident_bytes(long.pid)
        flood = partial(_flood, bridge, scale.replayed)
        cpu = interleaved(scale.warm_ups, scale.runs, {**reload, "floor": flood})
        grown = resident_bytes(long.pid) - before
    beyond = zip(cpu["long"], cpu["short"], strict=True)
    return [
        Row(
            benchmark="replay",
            what=f"CPU per update of {scale.replayed:,} that an agent replays",
            unit="µs",
            easel=Samples.of((one - other) / scale.replayed * 1e6 for one, other in beyond),
            floor=Floor(
                FLOOR_OF_AN_UPDATE,
                Samples.of(value / scale.replayed * 1e6 for value in cpu["floor"]),
            ),
            budget=Budget("ratio", 3),
        ),
        Row(
            benchmark="replay",
            what=f"memory that {scale.warm_ups + scale.runs} such replays leave",
            unit="MB",
            easel=Samples((grown / 1e6,)),
        ),
    ]


def _reload(server: Easel, conversation: str) -> float:
    """Let the agent go and have it restored; the CPU seconds of restoring."""
    params = {"conversationId": conversation}
    server.peer.request("easel/conversation/pause", params)
    before = cpu_seconds(server.pid)
    resumed = server.peer.request("easel/conversation/resume", params)
    assert resumed["sessionLoaded"], resumed
    return cpu_seconds(server.pid) - before


def _flood(bridge: LspPeer, updates: int) -> float:
    before = cpu_seconds(bridge.pid)
    bridge.bare_prompt(f"flood {updates}")
    return cpu_seconds(bridge.pid) - before
