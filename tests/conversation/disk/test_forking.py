"""What a fork has of the conversation that it is of, on disk."""

import shutil
from pathlib import Path

import pytest

from easel_conversation.conversation import Conversation
from easel_conversation.errors import ConversationNotFound, NoSuchTurn
from easel_conversation.forking import NewFork, fork
from easel_conversation.ids import ConversationId, TurnId
from easel_conversation.store import ConversationStore
from easel_testing.stores import begin_turn, new_conversation, open_store, talk


async def forked(
    store: ConversationStore, source: Conversation, until: TurnId | None = None
) -> NewFork:
    return await fork(store, source.state.id, until=until, title=None, now_ms=lambda: 0)


async def said(conversation: Conversation) -> list[str]:
    """What the agent said."""
    page = await conversation.log.after(0, 1000)
    return [event.content["text"] for event in page.events if hasattr(event, "content")]


async def test_a_fork_goes_on_with_its_own_log(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        source = await new_conversation(store, title="Milk")
        await talk(source, "one?", "one")
        new = (await forked(store, source)).conversation
        await talk(source, "two?", "two")
        await talk(new, "three?", "three")
        assert await said(source) == ["one", "two"]
        assert await said(new) == ["one", "three"]
        state = new.state

    async with open_store(tmp_path) as store:
        again = await store.get(state.id)
        assert await said(again) == ["one", "three"]
        assert (again.state.title, again.state.cwd) == ("Milk (fork)", "/project")
        assert again.state.forked_from == state.forked_from
        assert again.state.additional_directories == ("/more",)


async def test_a_fork_knows_the_session_that_remembers_exactly_as_much(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        source = await new_conversation(store)
        first = await talk(source, "one?", "one")
        last = await talk(source, "two?", "two")
        session = source.state.session.acp_session_id
        assert (await forked(store, source)).session_id == session
        assert (await forked(store, source, last)).session_id == session
        assert (await forked(store, source, first)).session_id is None
        begin_turn(source, "three?", "thr")
        assert (await forked(store, source)).session_id is None


async def test_a_fork_of_a_conversation_at_rest_leaves_it_at_rest(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        source = await new_conversation(store)
        await talk(source, "one?", "one")
    log = tmp_path / "conversations" / source.state.id / "events.jsonl"
    with log.open("ab") as file:
        file.write(b'{"type":"message","seq":99')  # torn

    async with open_store(tmp_path) as store:
        new = (await forked(store, source)).conversation
        assert await said(new) == ["one"]
        assert [conversation.state.id for conversation in store] == [new.state.id]


async def test_a_fork_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        source = await new_conversation(store)
        await talk(source, "one?", "one")
        with pytest.raises(NoSuchTurn):
            await forked(store, source, TurnId("no-such"))
        with pytest.raises(ConversationNotFound):
            await fork(store, ConversationId("nowhere"), until=None, title=None, now_ms=lambda: 0)
        shutil.rmtree(tmp_path / "conversations" / source.state.id)
        with pytest.raises(ConversationNotFound):
            await forked(store, source)
        assert list((tmp_path / "conversations").iterdir()) == []
