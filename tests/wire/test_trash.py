"""Deleted conversations lie in the trash for a while, and can be restored."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from easel_testing.agents import alive, scripted_agent, wait_until_gone
from easel_testing.easel import OpenEditor, easel
from easel_testing.easel_client import EaselClient
from easel_testing.example_transports import until


async def deleted(client: EaselClient) -> dict[str, str]:
    """The ids of those in the trash, and their titles."""
    answer = await client.ask("conversation/trash/list")
    return {
        each["conversation"]["id"]: each["conversation"]["title"]
        for each in answer["conversations"]
    }


async def test_a_deleted_conversation_is_restored_as_it_was(
    client: EaselClient, conversation: str
) -> None:
    await client.prompt(conversation, "remember the milk\nsay noted")
    before = client.infos[conversation]
    await client.act("delete", conversation)
    gone = await client.refused("conversation/open", conversationId=conversation)

    assert gone.data["kind"] == "conversationNotFound"
    assert conversation in await deleted(client)
    restored = (await client.act("restore", conversation))["conversation"]
    client.events.pop(conversation)
    await client.open(conversation)
    await client.prompt(conversation, "recall")

    for field in ("title", "agent", "cwd", "acpSessionId", "turns", "createdAt", "usage"):
        assert restored[field] == before[field], field
    assert client.text(conversation) == "notedthe milk"
    assert client.infos[conversation]["memory"] == "resumed"
    assert conversation not in await deleted(client)


async def test_a_running_conversation_is_stopped_before_it_is_deleted(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()
        await client.start(conversation, "spawn session\nsay half\nhang")
        await client.event(conversation, "message")
        journal = agent.journal()
        pids = [*journal.pids(), *journal.children()]
        assert all(map(alive, pids))

        await client.act("delete", conversation)
        await wait_until_gone(*pids)
        restored = await client.act("restore", conversation)

        assert restored["conversation"]["processStatus"] == "none"
        client.events.pop(conversation)
        await client.open(conversation)
        assert client.text(conversation) == "half"
        (ended,) = client.of_type(conversation, "turnEnded")
        assert ended["reason"] in {"interrupted", "cancelledForced"}


async def test_what_is_not_in_the_trash_cannot_be_restored(
    client: EaselClient, conversation: str
) -> None:
    for named, kind in (
        (conversation, "invalidState"),
        ("no-such", "conversationNotFound"),
        ("../trash", "conversationNotFound"),
    ):
        error = await client.refused("conversation/restore", conversationId=named)
        assert error.data["kind"] == kind


async def test_the_trash_is_searched_as_the_list_is(editor: OpenEditor, tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with editor({"test": agent}) as client:
        conversation = await client.conversation(title="Zanzibar")
        await client.prompt(conversation, "say quite unusual words")
        await client.act("delete", conversation)
        client.created.remove(conversation)

        for query, found in (("zanzibar", True), ("UNUSUAL quite", True), ("zanzibar not", False)):
            answer = await client.ask("conversation/trash/list", query=query)
            ids = [each["conversation"]["id"] for each in answer["conversations"]]
            assert (conversation in ids) == found, query


async def test_the_trash_says_until_when_each_can_be_restored(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with editor({"test": agent}, {"limits": {"trashDays": 2}}) as client:
        conversation = await client.conversation(title="Short-lived")
        await client.act("delete", conversation)
        client.created.remove(conversation)

        answer = await client.ask("conversation/trash/list", query="short-lived")
        (each,) = answer["conversations"]

        deleted_at, until_then = (
            datetime.fromisoformat(each[field]) for field in ("deletedAt", "restorableUntil")
        )
        assert until_then - deleted_at == timedelta(days=2)


async def test_other_editors_learn_of_a_restored_conversation(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with editor({"test": agent}) as client, editor() as other:
        conversation = await client.conversation(title="Back again")
        await client.act("delete", conversation)
        other.infos.pop(conversation, None)

        await client.act("restore", conversation)

        await other.info(conversation, title="Back again")


async def test_what_was_deleted_long_ago_is_removed_at_the_next_start(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    trash = tmp_path / "home" / "state" / "easel" / "trash"
    async with easel(tmp_path, agents={"test": agent.setting}) as client:
        old, new = [await client.conversation(title=title) for title in ("old", "new")]
        for conversation in (old, new):
            await client.act("delete", conversation)
    long_ago = 1_600_000_000
    os.utime(trash / old, (long_ago, long_ago))
    foreign = trash / "not ours"
    foreign.mkdir()
    os.utime(foreign, (long_ago, long_ago))

    async with easel(tmp_path, agents={"test": agent.setting}) as client:
        await until(lambda: not (trash / old).exists())
        assert await deleted(client) == {new: "new"}
        assert foreign.exists()


async def test_a_conversation_of_another_server_cannot_be_deleted(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    agents = {"test": agent.setting}
    async with easel(tmp_path, agents=agents) as owner, easel(tmp_path, agents=agents) as other:
        conversation = await owner.conversation()
        await owner.prompt(conversation, "say one")

        error = await other.refused("conversation/delete", conversationId=conversation)

        assert error.data["kind"] in {"leaseHeld", "notOwner"}
        assert error.data["ownerPid"] == owner.pid
        await owner.prompt(conversation, "say two")
        assert owner.text(conversation) == "onetwo"


async def test_a_deleted_conversation_disappears_in_every_other_editor_of_the_server(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with editor({"test": agent}) as client, editor() as reader, editor() as lister:
        conversation = await client.conversation()
        await reader.open(conversation)
        await client.start(conversation, "say half\nhang")
        await reader.event(conversation, "message")

        await client.act("delete", conversation)
        client.created.remove(conversation)

        for each in (client, reader, lister):
            await each.deletion(conversation)
        kept = await client.conversation()
        await lister.info(kept)
        assert not lister.deleted


async def test_a_conversation_that_never_came_to_be_on_disk_can_be_deleted(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    state = tmp_path / "home" / "state" / "easel"
    state.mkdir(parents=True, mode=0o700)
    (state / "conversations").write_text("no folder")
    async with easel(tmp_path, agents={"test": agent.setting}) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "say hello")
        (notice, *_) = client.of_type(conversation, "notice")
        assert "cannot be written to disk" in notice["text"]

        await client.act("delete", conversation)

        await client.deletion(conversation)
        error = await client.refused("conversation/open", conversationId=conversation)
        assert error.data["kind"] == "conversationNotFound"
