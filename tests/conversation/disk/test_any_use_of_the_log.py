"""Whatever is written, read, closed and opened again: the log on disk is like one in memory."""

from pathlib import Path
from tempfile import TemporaryDirectory

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from easel_conversation.disk import line_file, reader, tail
from easel_conversation.disk.log import DiskLog
from easel_conversation.events import Event
from easel_conversation.values import ToolCallStatus
from easel_testing.logs import chunk, disk_log, ended, notice, snapshot
from easel_testing.memory_log import MemoryLog

KINDS = st.sampled_from(
    ["text", "text", "text", "other text", "tool", "tool", "tool ends", "notice", "end"]
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.lists(KINDS, min_size=1, max_size=6)),
        st.tuples(st.just("follow"), st.integers(0, 2), st.integers(1, 4)),
        st.tuples(st.just("page back"), st.integers(1, 4)),
        st.tuples(st.just("keep")),
        st.tuples(st.just("reopen")),
    ),
    max_size=25,
)


@pytest.fixture(autouse=True, scope="module")
def _everything_small() -> object:
    """So that few events fill the memory, a line and a block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tail, "KEPT_BYTES", 300)
        patch.setattr(tail, "LINE_CHARACTERS", 12)
        patch.setattr(tail, "BATCH_BYTES", 400)
        patch.setattr(line_file, "BLOCK", 50)
        patch.setattr(reader, "BLOCK", 50)
        yield


class Both:
    """A log on disk and one in memory that get the same, and readers that stop at places."""

    def __init__(self) -> None:
        self.memory = MemoryLog()
        self.places = [0, 0, 0]

    def append(self, disk: DiskLog, kinds: list[str]) -> None:
        seq = self.memory.seq
        events: list[Event] = []
        for kind in kinds:
            seq += 1
            match kind:
                case "notice":
                    events.append(notice(seq))
                case "end":
                    events.append(ended(seq))
                case "tool" | "tool ends":
                    status: ToolCallStatus = "in_progress" if kind == "tool" else "completed"
                    events.append(snapshot(seq, status))
                case _:
                    message = "m1" if kind == "text" else "m2"
                    events.append(chunk(seq, f'{seq}"ü,', message))
        self.memory.append(events)
        disk.append(events)

    async def follow(self, disk: DiskLog, reader: int, limit: int) -> None:
        expected = await self.memory.after(self.places[reader], limit)
        assert await disk.after(self.places[reader], limit) == expected
        if expected.events:
            self.places[reader] = expected.events[-1].seq

    async def page_back(self, disk: DiskLog, limit: int) -> None:
        before, more = self.memory.seq + 1, True
        while more:
            expected = await self.memory.before(before, limit)
            assert await disk.before(before, limit) == expected
            more = expected.has_more
            if expected.events:
                before = expected.events[0].first_seq or expected.events[0].seq


@settings(max_examples=60)
@given(STEPS)
def test_a_log_on_disk_reads_like_one_in_memory(steps: list[tuple[object, ...]]) -> None:
    with TemporaryDirectory() as directory:
        anyio.run(_compare, steps, Path(directory) / "c")


async def _compare(steps: list[tuple[object, ...]], path: Path) -> None:
    both, rest = Both(), list(steps)
    while rest:
        async with disk_log(path) as disk:
            assert disk.seq == both.memory.seq
            while rest:
                step = rest.pop(0)
                if step[0] != "append":
                    await disk.kept()
                    assert disk.seq == both.memory.seq
                match step:
                    case ("append", list(kinds)):
                        both.append(disk, kinds)
                    case ("follow", int(who), int(limit)):
                        await both.follow(disk, who, limit)
                    case ("page back", int(limit)):
                        await both.page_back(disk, limit)
                    case ("reopen",):
                        break
    async with disk_log(path) as disk:
        for who in range(3):
            await both.follow(disk, who, 1000)
        await both.page_back(disk, 3)
