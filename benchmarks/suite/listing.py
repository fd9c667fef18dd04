"""Listing the conversations of years: what it costs after the first time."""

import os
import time
from functools import partial
from pathlib import Path

from benchmarks.easel import server
from benchmarks.peers.lsp import LspPeer
from benchmarks.place import place
from benchmarks.samples import Budget, Floor, Row, Samples, interleaved
from benchmarks.scale import Scale
from benchmarks.system import cpu_seconds
from easel_conversation.disk.record import encode_record, record_of
from easel_conversation.ids import AgentName, ConversationId
from easel_conversation.state import ConversationState

PAGE = 100
BUDGET_MS = 200.0


def measure(scale: Scale) -> list[Row]:
    """A page of many conversations beside a bare look at their files."""
    with place() as here:
        conversations = Path(here.env["XDG_STATE_HOME"]) / "easel" / "conversations"
        for number in range(scale.listed):
            _write(conversations, number)
        with server(here) as peer:
            peer.initialize({}, here.workspace.as_uri())
            first = _listing(peer)
            times = interleaved(
                scale.warm_ups,
                scale.runs,
                {"list": partial(_listing, peer), "stat": partial(_looking, conversations)},
            )
    return [
        Row(
            benchmark="listing",
            what=f"CPU of a page of {scale.listed:,} conversations",
            unit="ms",
            easel=Samples.of(times["list"]),
            floor=Floor("listdir and a stat each", Samples.of(times["stat"])),
            budget=Budget("value", BUDGET_MS),
        ),
        Row(
            benchmark="listing",
            what="the same, the first time",
            unit="ms",
            easel=Samples((first,)),
        ),
    ]


def _write(conversations: Path, number: int) -> None:
    state = ConversationState(
        id=ConversationId(f"{number:032x}"),
        agent=AgentName("bench"),
        cwd="/project",
        created_at_ms=1_000,
        updated_at_ms=1_000 + number,
        title=f"About number {number}",
    )
    folder = conversations / state.id
    folder.mkdir(parents=True, mode=0o700)
    (folder / "conversation.json").write_bytes(encode_record(record_of(state)))


def _listing(peer: LspPeer) -> float:
    """CPU milliseconds of the server."""
    before = cpu_seconds(peer.pid)
    listed = peer.request("easel/conversation/list", {"limit": PAGE})
    took = cpu_seconds(peer.pid) - before
    assert listed["conversations"]
    return took * 1000


def _looking(conversations: Path) -> float:
    """CPU milliseconds of this process."""
    before = time.process_time()
    for name in os.listdir(conversations):
        os.stat(f"{conversations}/{name}/conversation.json")
    return (time.process_time() - before) * 1000
