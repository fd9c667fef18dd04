"""Conversations come back from their folders, whatever state these are in."""

from itertools import pairwise
from pathlib import Path

import anyio
import msgspec
import pytest
from msgspec.structs import replace

from easel_conversation.conversation import Conversation
from easel_conversation.disk.folder import ConversationFolder
from easel_conversation.disk.loading import load
from easel_conversation.errors import ConversationNotFound, StorageFailed
from easel_conversation.events import Notice, TurnEnded
from easel_conversation.ids import ConversationId
from easel_conversation.inputs import Rename
from easel_conversation.runs import first_seq
from easel_conversation.state import ConversationState
from easel_conversation.store import ConversationStore
from easel_testing.stores import begin_turn, ids, new_conversation, open_store, talk


def folder_of(directory: Path, conversation_id: ConversationId) -> ConversationFolder:
    """Where a conversation lies."""
    return ConversationFolder(directory / "conversations" / conversation_id)


def loaded(directory: Path, conversation_id: ConversationId) -> ConversationState:
    """The state that the folder of a conversation holds."""
    found = load(folder_of(directory, conversation_id))
    assert found is not None
    return found.state


async def a_conversation(directory: Path) -> ConversationState:
    """The last state of a conversation of an earlier server."""
    async with open_store(directory) as store:
        conversation = await new_conversation(store)
        await talk(conversation, "buy milk", "I ", "will")
        await talk(conversation, "and bread", "done")
        conversation.dispatch(Rename("Groceries"))
        return conversation.state


async def everything(conversation: Conversation) -> list[object]:
    """All events."""
    return list((await conversation.log.after(0, 1_000)).events)


async def test_a_conversation_comes_back_as_it_was(tmp_path: Path) -> None:
    before = await a_conversation(tmp_path)

    assert loaded(tmp_path, before.id) == before
    async with open_store(tmp_path) as store:
        state = (await store.get(before.id)).state
    assert state.title == "Groceries"
    assert (state.cwd, state.additional_directories) == ("/project", ("/more",))
    assert state.mcp_servers == ({"name": "files"},)
    assert state.session == before.session
    assert state.usage == before.usage
    assert (state.process, state.turns) == ("none", 2)


@pytest.mark.parametrize("lost", ["checkpoint", "record", "both"])
@pytest.mark.parametrize("content", [None, b"", b"{", b'{"version": 1}', b"\xff\x00"])
async def test_what_is_made_from_the_log_is_made_again_when_it_is_lost(
    tmp_path: Path, lost: str, content: bytes | None
) -> None:
    before = await a_conversation(tmp_path)
    folder = folder_of(tmp_path, before.id)
    files = {"checkpoint": [folder.checkpoint], "record": [folder.record]}
    for file in files.get(lost, [folder.checkpoint, folder.record]):
        if content is None:
            file.unlink()
        else:
            file.write_bytes(content)

    after = loaded(tmp_path, before.id)

    if lost == "both":
        assert replace(after, cwd=before.cwd, created_at_ms=before.created_at_ms) == replace(
            before, additional_directories=(), mcp_servers=()
        )
        assert after.cwd == str(Path.home())
    else:
        assert after == before
    async with open_store(tmp_path) as store:
        assert await ids(store) == [before.id]
        conversation = await store.get(before.id)
        notices = [e for e in await everything(conversation) if isinstance(e, Notice)]
        assert len(notices) == (
            lost == "both" or (lost == "record" and not folder.checkpoint.exists())
        )
    assert loaded(tmp_path, before.id).title == "Groceries"


async def test_a_checkpoint_that_is_ahead_of_the_log_is_not_believed(tmp_path: Path) -> None:
    before = await a_conversation(tmp_path)
    folder = folder_of(tmp_path, before.id)
    lines = folder.events.read_bytes().splitlines(keepends=True)
    folder.events.write_bytes(b"".join(lines[:3]))

    after = loaded(tmp_path, before.id)

    assert after.seq == msgspec.json.decode(lines[2])["seq"] < before.seq


async def test_a_checkpoint_saves_folding_what_came_before_it(tmp_path: Path) -> None:
    before = await a_conversation(tmp_path)
    folder = folder_of(tmp_path, before.id)

    with_checkpoint = load(folder)
    folder.checkpoint.unlink()
    without = load(folder)

    assert with_checkpoint is not None
    assert without is not None
    assert with_checkpoint.state == without.state == before
    assert with_checkpoint.folded < without.folded


async def test_a_checkpoint_of_another_version_of_easel_is_not_used(tmp_path: Path) -> None:
    before = await a_conversation(tmp_path)
    folder = folder_of(tmp_path, before.id)
    saved = msgspec.json.decode(folder.checkpoint.read_bytes())
    saved["state"]["cwd"] = "/from/the/checkpoint"
    for shape, cwd in ((saved["shape"], "/from/the/checkpoint"), ("another", "/project")):
        folder.checkpoint.write_bytes(msgspec.json.encode({**saved, "shape": shape}))
        assert loaded(tmp_path, before.id).cwd == cwd


async def test_a_turn_that_was_under_way_is_orphaned_and_what_waited_is_held(
    tmp_path: Path,
) -> None:
    async with open_store(tmp_path) as store:
        conversation = await new_conversation(store)
        turn_id = begin_turn(conversation, "work", "half")
        begin_turn(conversation, "later")
        await conversation.log.kept()

    async with open_store(tmp_path) as store:
        conversation = await store.get(conversation.state.id)

        events = await everything(conversation)
        (end,) = [event for event in events if isinstance(event, TurnEnded)]
        assert (end.turn_id, end.reason) == (turn_id, "orphaned")
        assert conversation.state.queue_parked
        assert conversation.told == conversation.state


async def test_no_seq_is_given_out_twice_whatever_was_told_and_never_written(
    tmp_path: Path,
) -> None:
    async with open_store(tmp_path) as store:
        conversation = await new_conversation(store)
        begin_turn(conversation, "buy milk", "I ")
        await conversation.log.kept()
        written = conversation.log.seq
    told = written + 7

    async with open_store(tmp_path) as store:
        back = await store.get(conversation.state.id)
        news = (await back.log.after(told, 100)).events
        everything = (await back.log.after(0, 100)).events
        again = (await back.log.before(back.log.seq + 1, 100)).events

    assert first_seq(news[0]) == told + 1
    assert any(isinstance(event, TurnEnded) for event in news)
    assert again == everything
    assert first_seq(everything[0]) == 1
    for before, after in pairwise(everything):
        assert first_seq(after) == before.seq + 1


async def test_what_is_no_conversation_is_left_alone(tmp_path: Path) -> None:
    before = await a_conversation(tmp_path)
    conversations = tmp_path / "conversations"
    (conversations / "README").write_text("not ours")
    (conversations / ".hidden").mkdir()
    foreign = conversations / "0123456789abcdef"
    foreign.mkdir()
    (foreign / "base_state.json").write_text("{}")
    (folder_of(tmp_path, before.id).path / "events-2.jsonl").write_text("?")

    async with open_store(tmp_path) as store:
        assert await ids(store) == [before.id]
        assert (await store.get(before.id)).state.turns == 2
        for name in (
            "README",
            ".hidden",
            foreign.name,
            "..",
            "../conversations",
            "",
            "a/b",
            "x" * 999,
        ):
            with pytest.raises(ConversationNotFound):
                await store.get(ConversationId(name))


async def test_a_log_that_cannot_be_read_is_an_error_and_no_empty_conversation(
    tmp_path: Path,
) -> None:
    before = await a_conversation(tmp_path)
    events = folder_of(tmp_path, before.id).events
    kept = events.read_bytes()
    events.unlink()
    events.mkdir()

    async with open_store(tmp_path) as store:
        with pytest.raises(StorageFailed, match="directory"):
            await store.get(before.id)
        events.rmdir()
        events.write_bytes(kept)
        assert (await store.get(before.id)).state.turns == 2


async def test_those_who_ask_at_the_same_time_get_the_same_conversation(tmp_path: Path) -> None:
    before = await a_conversation(tmp_path)
    found: list[Conversation] = []

    async def get(store: ConversationStore) -> None:
        found.append(await store.get(before.id))

    async with open_store(tmp_path) as store, anyio.create_task_group() as asking:
        for _ in range(5):
            asking.start_soon(get, store)
    assert len(found) == 5
    assert len(set(map(id, found))) == 1


async def test_a_deleted_conversation_lies_in_the_trash_and_can_be_deleted_again(
    tmp_path: Path,
) -> None:
    before = await a_conversation(tmp_path)
    place, trash = folder_of(tmp_path, before.id).path, tmp_path / "trash"
    for count in (1, 2):
        async with open_store(tmp_path) as store:
            await store.delete(before.id)
            with pytest.raises(ConversationNotFound):
                await store.get(before.id)
            assert await ids(store) == []
        assert len(list(trash.iterdir())) == count
        assert not place.exists()
        if count == 1:
            (trash / before.id).rename(place)
            (trash / before.id).mkdir()


async def test_a_conversation_that_cannot_be_written_lives_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "conversations").write_text("in the way")
    async with open_store(tmp_path) as store:
        conversation = await new_conversation(store)
        await talk(conversation, "hello", "here I am")

        notices = [e.text for e in await everything(conversation) if isinstance(e, Notice)]
        assert "cannot be written" in notices[0]
        assert conversation.state.turns == 1
        (tmp_path / "conversations").unlink()
    assert loaded(tmp_path, conversation.state.id).turns == 1
