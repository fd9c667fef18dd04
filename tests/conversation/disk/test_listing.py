"""Lists of many conversations, searches in them, and opening a long one."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from easel_conversation.disk import catalogue, line_file, loading, reader
from easel_conversation.disk.catalogue import Catalogue, Place, Selection
from easel_conversation.disk.checkpoint import encode_checkpoint
from easel_conversation.disk.folder import ConversationFolder, StateFolder
from easel_conversation.disk.line import decode, encode
from easel_conversation.disk.record import encode_record, read_record, record_of
from easel_conversation.ids import AgentName, ConversationId, ToolCallId
from easel_conversation.inputs import AgentUpdated, Rename, ToolCallUpdate
from easel_conversation.runs import begin
from easel_conversation.state import ConversationState
from easel_testing.logs import chunk, notice
from easel_testing.stores import ids, new_conversation, open_store, talk

MANY = 1_000


def record(number: int, cwd: str = "/project") -> bytes:
    """The record of one of many conversations."""
    state = ConversationState(
        id=ConversationId(f"c{number:05}"),
        agent=AgentName("test"),
        cwd=cwd,
        created_at_ms=1_000,
        updated_at_ms=1_000 + number,
        title=f"About number {number}",
    )
    return encode_record(record_of(state))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts the records that are read."""
    counter = Counter[str]()

    def counted(folder: ConversationFolder) -> Any:
        counter["records"] += 1
        return read_record(folder)

    monkeypatch.setattr(loading, "read_record", counted)
    return counter


def test_a_second_list_of_many_reads_only_what_it_shows_and_what_has_changed(
    tmp_path: Path, reads: Counter[str]
) -> None:
    for number in range(MANY):
        folder = tmp_path / "conversations" / f"c{number:05}"
        folder.mkdir(parents=True)
        (folder / "conversation.json").write_bytes(record(number))
    conversations = Catalogue(StateFolder(tmp_path), lambda _: None)
    selection = Selection(cwd=None, query="", after=None, limit=50)

    first = conversations.select(selection, {})
    assert [sight.glance.id for sight in first.found[:2]] == ["c00999", "c00998"]
    assert reads["records"] == MANY + 50
    reads.clear()

    assert conversations.select(selection, {}) == first
    assert reads["records"] == 50
    reads.clear()

    changed = tmp_path / "conversations" / "c00007" / "conversation.json"
    changed.write_bytes(record(7).replace(b"1970", b"2030"))
    (tmp_path / "conversations" / "c00008" / "conversation.json").unlink()
    newest = conversations.select(selection, {})
    assert newest.found[0].glance.id == "c00007"
    assert reads["records"] == 51
    assert len(all_pages(conversations, Selection(None, "", None, 300))) == MANY - 1


def all_pages(conversations: Catalogue, selection: Selection) -> list[str]:
    """The ids of all pages, each of which begins where the one before ended."""
    found: list[str] = []
    while True:
        page = conversations.select(selection, {})
        found.extend(sight.glance.id for sight in page.found)
        if page.more_after is None:
            return found
        selection = Selection(selection.cwd, selection.query, page.more_after, selection.limit)


async def test_a_list_shows_what_is_open_as_it_is_now(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        first = await new_conversation(store)
        second = await new_conversation(store)
        first.dispatch(Rename("Newer now"))
        listing = await store.list(Selection(None, "", None, 10))
        (one, two) = (sight.glance for sight in listing.found)
        assert (one.id, one.title, two.id) == (first.state.id, "Newer now", second.state.id)


async def test_a_list_has_the_last_line_of_each_without_reading_a_log(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        conversation = await new_conversation(store)
        await talk(conversation, "Buy milk", "It is *bought*.")
        conversation_id = conversation.state.id
    folder = ConversationFolder(tmp_path / "conversations" / conversation_id)
    folder.events.unlink()

    async with open_store(tmp_path) as store:
        (sight,) = (await store.list(Selection(None, "", None, 10))).found

    assert sight.glance.last_line == "It is bought."


async def test_words_are_found_in_titles_and_in_what_people_and_agents_say(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        groceries = await new_conversation(store, title="Groceries")
        await talk(groceries, "Buy Milk und Süßigkeiten", "I will buy ban", "anas, then STRASSE")
        code = await new_conversation(store, cwd="/code")
        await talk(code, "Write a test", "Done.")
        epoch = code.state.epoch
        output = ToolCallUpdate(ToolCallId("t"), created=True, raw_output={"text": "milk"})
        code.dispatch(AgentUpdated(epoch, (output,)))
        await code.log.kept()

        async def found(query: str, **more: Any) -> list[ConversationId]:
            return await ids(store, query=query, **more)

        for query in (
            "groceries",
            "MILK",
            "milk groceries",
            "süssigkeiten",
            "bananas",
            "straße",
            "test milk",
        ):
            assert await found(query) == [groceries.state.id], query
        assert await found("milk bread") == []
        assert await found("done", cwd="/code") == [code.state.id]
        assert await found("done", cwd="/project") == []
        assert await found('"quoted"') == []


def test_a_word_is_found_across_the_lines_of_a_message(tmp_path: Path) -> None:
    folder = tmp_path / "conversations" / "c00001"
    folder.mkdir(parents=True)
    (folder / "conversation.json").write_bytes(record(1))
    pieces = ["ba", "na", "nas and", " milk", "shake"]
    (folder / "events.jsonl").write_bytes(
        b"".join(encode(begin(chunk(seq, text))) for seq, text in enumerate(pieces, 1))
        + b"garbage\n"
        + encode(begin(chunk(6, "other", "m2")))
    )
    conversations = Catalogue(StateFolder(tmp_path), lambda _: None)
    for query, count in (("bananas", 1), ("milkshake bananas", 1), ("shakeother", 0), ("OTHER", 1)):
        assert len(conversations.select(Selection(None, query, None, 9), {}).found) == count, query


def test_a_search_that_reads_too_much_goes_on_with_its_next_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "SEARCH_BYTES", 500)
    for number in range(10):
        folder = tmp_path / "conversations" / f"c{number:05}"
        folder.mkdir(parents=True)
        (folder / "conversation.json").write_bytes(record(number))
        said = "needle" if number == 2 else "hay"
        (folder / "events.jsonl").write_bytes(encode(begin(chunk(1, said))))
    conversations = Catalogue(StateFolder(tmp_path), lambda _: None)
    selection = Selection(None, "needle", None, 5)

    first = conversations.select(selection, {})

    assert first.found == ()
    assert isinstance(first.more_after, Place)
    assert all_pages(conversations, selection) == ["c00002"]


@pytest.fixture
def read_bytes(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts what is read of logs."""
    counter = Counter[str]()
    original = line_file.LineFile._read

    def read(self: line_file.LineFile, begin: int, end: int) -> bytes:
        counter["bytes"] += max(end - begin, 0)
        return original(self, begin, end)

    def decoded(line: bytes) -> Any:
        counter["events"] += 1
        return decode(line)

    monkeypatch.setattr(line_file.LineFile, "_read", read)
    monkeypatch.setattr(reader, "decode", decoded)
    return counter


async def test_opening_a_conversation_of_100_000_events_reads_a_page_of_them(
    tmp_path: Path, read_bytes: Counter[str]
) -> None:
    folder = ConversationFolder(tmp_path / "conversations" / "c00001")
    folder.make()
    line = encode(begin(notice(1, "x" * 100)))
    folder.record.write_bytes(record(1))
    folder.events.write_bytes(
        b"".join(line.replace(b'"seq":1', b'"seq":%d' % seq) for seq in range(1, 100_001))
    )
    state = ConversationState(
        id=folder.id, agent=AgentName("test"), cwd="/project", created_at_ms=1_000, seq=100_000
    )
    folder.checkpoint.write_bytes(encode_checkpoint(state))

    async with open_store(tmp_path) as store:
        log = (await store.get(folder.id)).log
        page = await log.before(log.seq + 1, 500)
        assert [page.events[0].seq, page.events[-1].seq] == [99_501, 100_000]
        assert read_bytes["events"] < 1_500
        read_bytes.clear()

        page = await log.before(40_000, 500)
        assert [page.events[0].seq, page.events[-1].seq] == [39_500, 39_999]
        assert (await log.after(70_000, 500)).events[0].seq == 70_001
        assert read_bytes["events"] < 2_500
        assert read_bytes["bytes"] < 3_000_000
