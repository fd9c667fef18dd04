"""Whatever is in the file: no line costs another one, and every reader gets a gapless log."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from easel_conversation.disk import line_file, reader
from easel_conversation.disk.line import encode
from easel_conversation.disk.reader import LogReader
from easel_conversation.events import Event, Notice
from easel_conversation.runs import Cut, TextRun, begin, newest, oldest
from easel_testing.logs import chunk, disk_log, ended, notice, spans, text_of

UNREADABLE = "cannot be read here"


def content(events: Sequence[Event]) -> bytes:
    """The lines of events."""
    return b"".join(encode(begin(event)) for event in events)


def forward(path: Path) -> tuple[Event, ...]:
    """All there is, read from the beginning."""
    return oldest(LogReader(path).forward(0), 1_000).events


def backward(path: Path, before: int) -> tuple[Event, ...]:
    """All there is, read from the end."""
    return newest(LogReader(path).backward(before), 1_000).events


async def test_a_line_torn_at_any_byte_costs_that_line_and_nothing_else(tmp_path: Path) -> None:
    whole = content([chunk(1, "ü", append=False), notice(2)])
    last = content([chunk(3, 'a "quoted" ö\n', "m2", append=False)])
    for size in range(len(last) + 1):
        path = tmp_path / f"c{size}"
        path.mkdir()
        (path / "events.jsonl").write_bytes(whole + last[:size])
        complete = size >= len(last) - 1

        async with disk_log(path) as log:
            assert log.seq == (3 if complete else 2)
            seq = log.seq + 1
            log.append([chunk(seq, "goes on", "m3", append=False), ended(seq + 1)])

        events = forward(path / "events.jsonl")
        assert spans(events) == [(n, n) for n in range(1, seq + 2)]
        assert backward(path / "events.jsonl", seq + 2) == events
        assert text_of(events).endswith("goes on")


GARBAGE = (
    b"\x00" * 100,
    b"{not json",
    b"[]",
    b"null",
    b"\xff\xfe broken",
    b'{"type":"notice"}',
    b'{"type":"notice","seq":0,"at":"2026-01-01T00:00:00.000Z","level":"info","text":""}',
    b'{"type":"notice","seq":2,"at":"yesterday","level":"info","text":""}',
    b'{"type":"notice","seq":2,"firstSeq":3,"at":"2026-01-01T00:00:00.000Z","level":"info","text":""}',
    b'{"type":"turnStarted","seq":2,"at":"2026-01-01T00:00:00.000Z","prompt":[],"agent":"a","origin":"user"}',
    b'{"type":"tomorrow","seq":2,"at":"2026-01-01T00:00:00.000Z"}',
    b"[" * 100_000,
)


@pytest.mark.parametrize("garbage", GARBAGE, ids=lambda line: repr(line[:40]))
def test_a_damaged_line_in_the_middle_is_told_of_in_its_place(
    tmp_path: Path, garbage: bytes
) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(content([notice(1)]) + garbage + b"\n" + content([notice(3), notice(4)]))

    events = forward(path)

    assert spans(events) == [(1, 1), (2, 2), (3, 3), (4, 4)]
    assert isinstance(events[1], Notice)
    assert UNREADABLE in events[1].text
    assert backward(path, 5) == events
    log = LogReader(path)
    list(log.forward(0))
    assert log.damaged == 1


def test_many_lost_events_are_one_notice_wherever_they_are(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(content([notice(4), notice(5), notice(9)]))

    assert spans(forward(path)) == [(1, 3), (4, 4), (5, 5), (6, 8), (9, 9)]
    assert spans(backward(path, 13)) == [*spans(forward(path)), (10, 12)]
    assert spans([*LogReader(path).forward(5, before=13)]) == [(6, 8), (9, 9), (10, 12)]


def test_lines_that_are_there_twice_are_read_once(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    twice = content([notice(2), notice(3)])
    path.write_bytes(content([notice(1)]) + twice + twice + content([notice(4)]))

    assert spans(forward(path)) == [(1, 1), (2, 2), (3, 3), (4, 4)]
    assert backward(path, 5) == forward(path)


def test_cuts_that_do_not_fit_their_line_are_not_used(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    line = encode(TextRun(chunk(4, "abcdef"), ()))
    for cuts in (b"[9,1]", b"[1,99]", b"[0,1]", b"[-1,1]", b"[1]"):
        path.write_bytes(
            line.replace(b'"seq":4', b'"seq":4,"firstSeq":1')[:-2] + b',"cuts":' + cuts + b"}\n"
        )
        (event,) = forward(path)
        assert text_of([event]) == "abcdef"


def test_cuts_are_kept_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    run = TextRun(chunk(1, "ab", append=False))
    run.cut()
    run.take(chunk(2, "ü"))
    run.cut()
    run.take(chunk(3, "c"))
    run.take(chunk(4, "d"))
    assert run.cuts == [Cut(1, 2), Cut(1, 1)]
    path.write_bytes(encode(run))

    for after, rest in ((0, "abücd"), (1, "ücd"), (2, "cd")):
        (event,) = LogReader(path).forward(after)
        assert text_of([event]) == rest
        assert event.seq == 4


@settings(max_examples=150)
@given(
    kinds=st.lists(
        st.sampled_from(["event", "long event", "garbage", "empty", "lost"]), max_size=20
    ),
    block=st.integers(20, 400),
    data=st.data(),
)
def test_any_place_is_found_in_any_file(
    tmp_path_factory: pytest.TempPathFactory, kinds: list[str], block: int, data: st.DataObject
) -> None:
    seq, written = 0, b""
    for kind in kinds:
        match kind:
            case "garbage":
                written += b"{" * 30 + b"\n"
            case "empty":
                written += b"\n"
            case "lost":
                seq += 1
            case _:
                seq += 1
                written += content([notice(seq, "x" * (500 if kind == "long event" else 1))])
    path = tmp_path_factory.mktemp("any") / "events.jsonl"
    path.write_bytes(written)
    place = data.draw(st.integers(1, seq + 2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_file, "BLOCK", block)
        patch.setattr(reader, "BLOCK", block)
        before = backward(path, place)
        after = oldest(LogReader(path).forward(place - 1, before=seq + 1), 1_000).events

    covered = [n for first, last in spans([*before, *after]) for n in range(first, last + 1)]
    if place <= seq:
        assert covered == [*range(1, seq + 1)]
    assert [e.seq for e in before] == sorted(e.seq for e in before)
