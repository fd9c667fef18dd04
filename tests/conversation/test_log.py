"""The log: merged as it is written, gapless as it is read."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from easel_conversation.events import Event, Message, Notice
from easel_conversation.ids import MessageId, TurnId
from easel_testing.memory_log import MemoryLog

TURN = TurnId("t1")


def chunk(seq: int, text: str, message: str = "m1", *, append: bool = True) -> Message:
    return Message(
        seq=seq,
        at=f"at-{seq}",
        turn_id=TURN,
        message_id=MessageId(message),
        role="assistant",
        content={"type": "text", "text": text},
        append=append,
    )


def notice(seq: int) -> Notice:
    return Notice(seq=seq, at=f"at-{seq}", level="info", text=f"notice {seq}")


def log_of(events: Sequence[Event]) -> MemoryLog:
    log = MemoryLog()
    log.append(events)
    return log


def spans(events: Sequence[Event]) -> list[tuple[int, int]]:
    return [(event.first_seq or event.seq, event.seq) for event in events]


def text_of(events: Sequence[Event]) -> str:
    return "".join(event.content["text"] for event in events if isinstance(event, Message))


async def test_chunks_of_one_message_are_read_as_one_event() -> None:
    log = log_of([chunk(1, "Hel", append=False), chunk(2, "lo"), chunk(3, "!")])

    (event,) = (await log.after(0, 10)).events

    assert isinstance(event, Message)
    assert spans([event]) == [(1, 3)]
    assert event.content["text"] == "Hello!"
    assert event.append is False
    assert event.at == "at-3"


async def test_a_reader_goes_on_where_it_stopped_inside_a_message() -> None:
    log = log_of([chunk(1, "Hel", append=False), chunk(2, "lo")])
    assert text_of((await log.after(0, 10)).events) == "Hello"

    log.append([chunk(3, ", "), chunk(4, "world")])

    (event,) = (await log.after(2, 10)).events
    assert isinstance(event, Message)
    assert (spans([event]), event.content["text"], event.append) == ([(3, 4)], ", world", True)
    assert text_of((await log.after(0, 10)).events) == "Hello, world"


async def test_what_is_not_text_of_the_same_message_begins_a_new_event() -> None:
    image = Message(
        seq=4,
        turn_id=TURN,
        message_id=MessageId("m1"),
        role="assistant",
        content={"type": "image", "data": ""},
        append=True,
    )
    log = log_of([chunk(1, "a", append=False), chunk(2, "b", "m2", append=False), notice(3), image])

    assert spans((await log.after(0, 10)).events) == [(1, 1), (2, 2), (3, 3), (4, 4)]


async def test_paging_back_gives_the_newest_first_and_says_when_there_is_more() -> None:
    log = log_of([notice(seq) for seq in range(1, 8)])

    newest = await log.before(8, 3)
    middle = await log.before(newest.events[0].seq, 3)
    oldest = await log.before(middle.events[0].seq, 3)

    assert [spans(page.events) for page in (newest, middle, oldest)] == [
        [(5, 5), (6, 6), (7, 7)],
        [(2, 2), (3, 3), (4, 4)],
        [(1, 1)],
    ]
    assert [newest.has_more, middle.has_more, oldest.has_more] == [True, True, False]


kinds = st.sampled_from(["text", "other message", "notice"])


@given(
    steps=st.lists(st.tuples(st.lists(kinds, max_size=5), st.integers(1, 4)), max_size=12),
)
async def test_every_reader_gets_every_event_once_whenever_it_reads(
    steps: list[tuple[list[str], int]],
) -> None:
    log, seq, expected = MemoryLog(), 0, ""
    received: list[Event] = []
    for written, limit in steps:
        for kind in written:
            seq += 1
            if kind == "notice":
                log.append([notice(seq)])
            else:
                log.append([chunk(seq, f"{seq},", "m1" if kind == "text" else f"m{seq}")])
                expected += f"{seq},"
        received.extend((await log.after(received[-1].seq if received else 0, limit)).events)
    while page := (await log.after(received[-1].seq if received else 0, 3)).events:
        received.extend(page)

    reached = 0
    for first, last in spans(received):
        assert first == reached + 1
        reached = last
    assert reached == seq == log.seq
    assert text_of(received) == expected
