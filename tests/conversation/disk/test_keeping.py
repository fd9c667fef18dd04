"""What is written when, what readers may see before it is, and what happens when it cannot be."""

import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import anyio
import msgspec
import pytest

from easel_conversation.disk import log as log_module
from easel_conversation.disk.appender import Appender
from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.disk.guard import unguarded
from easel_conversation.disk.reader import LogReader
from easel_conversation.lease.errors import LeaseLost, LeaseUnavailable
from easel_testing.logs import chunk, disk_log, ended, notice, snapshot, spans, text_of

T = TypeVar("T")


class Disk:
    """A guard that lets a write through when the test says so."""

    def __init__(self) -> None:
        self.may_write = anyio.Event()
        self.asked = anyio.Event()

    async def __call__(self, write: Callable[[], T], /) -> T:
        self.asked.set()
        await self.may_write.wait()
        return await unguarded(write)


def lines(path: Path) -> list[dict[str, object]]:
    """The file as it is."""
    return [msgspec.json.decode(line) for line in (path / "events.jsonl").read_bytes().splitlines()]


async def test_the_end_of_a_turn_is_held_back_until_it_is_on_disk_and_what_follows_too(
    tmp_path: Path,
) -> None:
    disk, released = Disk(), anyio.Event()
    async with disk_log(tmp_path / "c", guard=disk) as log:
        log.watch(released.set, lambda *_: None)
        log.append([chunk(1, "Hel", append=False)])
        assert log.seq == 1
        log.append([chunk(2, "lo"), ended(3)])
        log.append([notice(4)])

        assert log.seq == 1
        assert text_of((await log.after(0, 10)).events) == "Hel"
        assert spans((await log.before(5, 10)).events) == [(1, 1)]
        await disk.asked.wait()
        assert not released.is_set()

        disk.may_write.set()
        await released.wait()

        assert log.seq == 4
        assert spans((await log.after(1, 10)).events) == [(2, 2), (3, 3), (4, 4)]
        assert lines(tmp_path / "c")[-1]["type"] in {"turnEnded", "notice"}


async def test_nobody_waits_for_the_disk_while_text_streams(tmp_path: Path) -> None:
    disk = Disk()
    async with disk_log(tmp_path / "c", guard=disk) as log:
        log.append([notice(1)])
        await disk.asked.wait()
        for seq in range(2, 500):
            log.append([chunk(seq, "word ")])

        assert log.seq == 499
        assert (await log.after(400, 10)).events[-1].seq == 499
        disk.may_write.set()


async def test_a_disk_that_does_not_answer_holds_nobody_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_module, "KEEP_SECONDS", 0.05)
    disk, said = Disk(), list[str]()
    async with disk_log(tmp_path / "c", guard=disk, said=said) as log:
        log.append([ended(1)])
        await log.kept()

        assert log.seq == 1
        assert "does not answer" in said[0]
        log.append([ended(2)])
        assert log.seq == 2

        disk.may_write.set()
        await until(lambda: len(said) == 2)
        assert "on disk again" in said[1]
    assert LogReader(tmp_path / "c" / "events.jsonl").last_seq() == 2


@pytest.fixture
def _full_disk(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "events.jsonl").symlink_to("/dev/full")


@pytest.mark.usefixtures("_full_disk")
@pytest.mark.linux
async def test_s8_what_a_full_disk_refuses_is_told_kept_in_memory_and_written_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_module, "RETRY_SECONDS", 0.01)
    said = list[str]()
    async with disk_log(tmp_path / "c", said=said) as log:
        log.append([chunk(1, "a"), ended(2)])
        await until(lambda: bool(said))
        assert "No space left on device" in said[0]
        assert log.seq == 2
        log.append([chunk(3, "b", "m2"), ended(4)])
        assert log.seq == 4
        assert text_of((await log.after(0, 10)).events) == "ab"

        (tmp_path / "c" / "events.jsonl").unlink()
        await until(lambda: len(said) == 2)

        assert [line["seq"] for line in lines(tmp_path / "c")] == [1, 2, 3, 4]
        log.append([ended(5)])
        assert log.seq == 4, "the disk can be waited for again"


async def test_a_folder_that_cannot_be_made_is_made_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_module, "RETRY_SECONDS", 0.01)
    in_the_way = tmp_path / "conversations"
    said = list[str]()
    async with disk_log(in_the_way / "c", said=said) as log:
        in_the_way.write_text("")
        log.append([ended(1)])
        await until(lambda: bool(said))
        in_the_way.unlink()
        await until(lambda: len(said) == 2)
    assert lines(in_the_way / "c")[0]["type"] == "turnEnded"


@pytest.fixture
def _small_files() -> Iterator[None]:
    """No file may become longer than 1,000 bytes."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.usefixtures("_small_files")
@pytest.mark.linux
def test_a_line_that_fits_only_in_part_is_not_there_at_all(tmp_path: Path) -> None:
    folder = ConversationFolder(tmp_path / "c")
    with Appender(folder) as appender:
        appender.append(b"x" * 600 + b"\n")
        with pytest.raises(OSError, match="File too large"):
            appender.append(b"y" * 600 + b"\n")

    assert folder.events.read_bytes() == b"x" * 600 + b"\n"


async def test_the_agent_has_to_wait_when_too_much_waits_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_module, "MOST_WAITING_BYTES", 1_000)
    disk = Disk()
    async with disk_log(tmp_path / "c", guard=disk) as log:
        await log.drained()
        log.append([notice(seq, "x" * 200) for seq in range(1, 10)])
        with anyio.move_on_after(0.05) as waiting:
            await log.drained()
        assert waiting.cancelled_caught

        disk.may_write.set()
        await log.drained()


async def test_a_server_that_lost_the_lease_writes_nothing_more_and_holds_nobody(
    tmp_path: Path,
) -> None:
    lost = False

    async def guard(write: Callable[[], T], /) -> T:
        if lost:
            raise LeaseLost(None)
        return await unguarded(write)

    async with disk_log(tmp_path / "c", guard=guard) as log:
        log.append([ended(1)])
        await log.kept()
        lost = True
        log.append([ended(2)])
        await log.kept()
        assert log.seq == 2
        lost = False
        log.append([ended(3)])
        await log.kept()
    assert [line["seq"] for line in lines(tmp_path / "c")] == [1]


async def test_a_lease_that_cannot_be_looked_up_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_module, "RETRY_SECONDS", 0.01)
    attempts = 0

    async def guard(write: Callable[[], T], /) -> T:
        nonlocal attempts
        attempts += 1
        if attempts < 3:
            raise LeaseUnavailable(tmp_path, "locked")
        return await unguarded(write)

    said = list[str]()
    async with disk_log(tmp_path / "c", guard=guard, said=said) as log:
        log.append([ended(1)])
        await until(lambda: len(said) == 2)
    assert [line["seq"] for line in lines(tmp_path / "c")] == [1]


async def test_a_long_answer_is_a_few_lines(tmp_path: Path) -> None:
    async with disk_log(tmp_path / "c") as log:
        for seq in range(1, 5_001):
            log.append([chunk(seq, f"word {seq} ", append=seq > 1)])
            if seq % 50 == 0:
                await log.after(seq - 1, 10)
                await anyio.lowlevel.checkpoint()
        log.append([ended(5_001)])
        await log.kept()

    assert len(lines(tmp_path / "c")) < 10
    async with disk_log(tmp_path / "c") as log:
        (message, end) = (await log.after(0, 10)).events
        assert spans([message, end]) == [(1, 5_000), (5_001, 5_001)]
        assert text_of([message]) == "".join(f"word {seq} " for seq in range(1, 5_001))
        for seq in range(50, 5_000, 50):
            rest = (await log.after(seq, 10)).events
            assert spans(rest)[0] == (seq + 1, 5_000)


async def test_of_what_a_tool_shows_only_the_newest_is_written(tmp_path: Path) -> None:
    async with disk_log(tmp_path / "c") as log:
        log.append([snapshot(1, "pending")])
        for seq in range(2, 1_000):
            log.append([snapshot(seq, "in_progress", "x" * 1_000)])
            assert (await log.after(seq - 1, 10)).events[-1].seq == seq
        log.append([snapshot(1_000, "completed", "last"), ended(1_001)])
        await log.kept()

    assert (tmp_path / "c" / "events.jsonl").stat().st_size < 10_000
    async with disk_log(tmp_path / "c") as log:
        events = (await log.after(0, 10)).events
        assert spans(events) == [(1, 1), (2, 999), (1_000, 1_000), (1_001, 1_001)]
        rest = (await log.after(500, 10)).events
        assert spans(rest)[0] == (501, 999)


async def test_text_that_stops_growing_is_written_without_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_module, "LINGER_SECONDS", 0.01)
    async with disk_log(tmp_path / "c") as log:
        log.append([chunk(1, "half of an ans")])
        events = tmp_path / "c" / "events.jsonl"
        await until(lambda: events.exists() and events.read_bytes().endswith(b"\n"))
        log.append([chunk(2, "wer")])
        await until(lambda: events.read_bytes().count(b"\n") == 2)

        assert text_of((await log.after(0, 10)).events) == "half of an answer"


async def until(test: Callable[[], bool]) -> None:
    """Return once the test passes."""
    with anyio.fail_after(20):
        while True:
            if test():
                return
            await anyio.sleep(0.005)
