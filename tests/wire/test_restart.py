"""After a restart of Easel: conversations are what they were, and what was under way is over."""

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import msgspec

from easel_testing.agents import ScriptedAgent, scripted_agent
from easel_testing.conversation_rules import check_events
from easel_testing.easel import easel
from easel_testing.easel_client import EaselClient, Json
from easel_testing.example_transports import until

RICH = "remember the milk\nusage used=1200 size=200000 cost=0.25 currency=USD\nsay noted"


@asynccontextmanager
async def server(
    directory: Path, agent: ScriptedAgent, *, killed: bool = False
) -> AsyncIterator[EaselClient]:
    """A life of a server on one state folder, which ends in order, or at once."""
    async with easel(directory, agents={"test": agent.setting}) as client:
        yield client
        if killed:
            os.kill(client.pid, signal.SIGKILL)
            with anyio.fail_after(20):
                await client.closed.wait()


def folder(directory: Path, conversation: str) -> Path:
    """Where a conversation lies."""
    return directory / "home" / "state" / "easel" / "conversations" / conversation


async def listed(client: EaselClient) -> dict[str, Json]:
    """Every conversation in the list."""
    answer = await client.ask("conversation/list")
    return {info["id"]: info for info in answer["conversations"]}


async def test_a_conversation_comes_back_with_all_that_was_known_of_it(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent", features="load,modes,options,commands")
    async with server(tmp_path, agent) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, RICH)
        await client.act("setMode", conversation, modeId="plan")
        before = (await client.act("rename", conversation, title="Groceries"))["conversation"]
        said = client.events[conversation]

    async with server(tmp_path, agent) as client:
        info = (await listed(client))[conversation]
        for field in (
            "title",
            "agent",
            "cwd",
            "acpSessionId",
            "acpAgentName",
            "acpAgentVersion",
            "modes",
            "configOptions",
            "commands",
            "usage",
            "turns",
            "lastLine",
            "createdAt",
        ):
            assert before[field], field
            assert info[field] == before[field], field
        assert (info["executionStatus"], info["processStatus"]) == ("idle", "none")
        assert info["title"] == "Groceries"

        opened = await client.open(conversation)

        events = client.events[conversation]
        check_events(events)
        assert text(events) == text(said) == "noted"
        assert opened["conversation"]["usage"] == before["usage"]
        assert agent.journal().methods().count("session/prompt") == 1

        result = await client.prompt(conversation, "recall")

        assert result["endReason"] == "completed"
        assert client.text(conversation) == "notedthe milk"
        assert client.infos[conversation]["memory"] == "resumed"
        assert client.infos[conversation]["acpSessionId"] == before["acpSessionId"]
        check_events(client.events[conversation])


async def test_x5_a_turn_that_ran_when_the_server_was_killed_is_orphaned_and_its_tool_settled(
    tmp_path: Path,
) -> None:
    agent = scripted_agent(tmp_path / "agent", features="load")
    async with server(tmp_path, agent, killed=True) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "say first")
        turn = await client.start(conversation, "say half\ntool t1 status=in_progress\nhang")
        waiting = await client.start(conversation, "say waited")
        await client.event(conversation, "toolCall")
        log = folder(tmp_path, conversation) / "events.jsonl"
        await until(lambda: '"toolCall"' in log.read_text())  # it is written soon, not at once

    async with server(tmp_path, agent) as client:
        assert (await listed(client))[conversation]["executionStatus"] == "error"

        opened = await client.open(conversation)

        events = client.events[conversation]
        check_events(events)
        (end,) = [e for e in events if e["type"] == "turnEnded" and e["turnId"] == turn]
        assert end["reason"] == "orphaned"
        assert client.text(conversation, turn=turn) == "half"
        calls = [event["toolCall"]["status"] for event in events if event["type"] == "toolCall"]
        assert calls[-1] == "interrupted"
        assert opened["conversation"]["executionStatus"] == "error"
        queue = await client.ask("conversation/queue/list", conversationId=conversation)
        assert [prompt["turnId"] for prompt in queue["prompts"]] == [waiting]
        assert queue["parked"]
        assert len(agent.journal().prompts()) == 2

        result = await client.prompt(conversation, "say again")

        assert result["endReason"] == "completed"
        assert client.infos[conversation]["memory"] == "resumed"
        assert agent.journal().prompts()[2:] == ["say again"]
        check_events(client.events[conversation])


async def test_an_editor_that_saw_half_of_a_message_goes_on_behind_it_after_a_restart(
    tmp_path: Path,
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with server(tmp_path, agent) as client:
        conversation = await client.conversation()
        await client.start(conversation, "stream 400 every=2")
        await client.until(lambda: len(client.text(conversation)) > 200)
        await client.act("cancel", conversation)
        whole = client.text(conversation)
        places = [event["seq"] for event in client.of_type(conversation, "message")]

    assert len(places) > 1, "it was told in one piece"
    async with server(tmp_path, agent) as client:
        for place in places:
            opened = await client.act("open", conversation, sinceSeq=place)
            first = opened["events"][0]
            assert first.get("firstSeq", first["seq"]) == place + 1
        everything = (await client.act("open", conversation, sinceSeq=0))["events"]
        assert text(everything) == whole
        check_events(everything)


async def test_s8_a_turn_goes_on_when_the_disk_is_full_and_is_written_later(
    tmp_path: Path,
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with server(tmp_path, agent) as client:
        conversation = await client.conversation()
        log = folder(tmp_path, conversation) / "events.jsonl"
        log.symlink_to("/dev/full")

        result = await client.prompt(conversation, "say it goes on")

        assert result["endReason"] == "completed"
        assert client.text(conversation) == "it goes on"
        notice = await client.event(conversation, "notice", lambda e: e["level"] == "error")
        assert "No space left on device" in notice["text"]

        log.unlink()
        await client.event(conversation, "notice", lambda e: "on disk again" in e["text"])

        lines = [msgspec.json.decode(line) for line in log.read_bytes().splitlines()]
        check_events(lines)
        assert text(lines) == "it goes on"


async def test_a_deleted_conversation_is_gone_until_it_is_taken_out_of_the_trash(
    tmp_path: Path,
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with server(tmp_path, agent) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "say still here")
        await client.act("delete", conversation)
        error = await client.refused("conversation/open", conversationId=conversation)
        assert error.data["kind"] == "conversationNotFound"
        assert conversation not in await listed(client)

    trash = tmp_path / "home" / "state" / "easel" / "trash" / conversation
    trash.rename(folder(tmp_path, conversation))
    async with server(tmp_path, agent) as client:
        assert conversation in await listed(client)
        await client.open(conversation)
        assert client.text(conversation) == "still here"


async def test_damage_and_foreign_files_cost_no_conversation(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with server(tmp_path, agent) as client:
        kept = [
            await client.conversation(title=title) for title in ("torn", "record", "checkpoint")
        ]
        for conversation in kept:
            await client.prompt(conversation, "remember the milk\nsay noted")
    torn, record, checkpoint = (folder(tmp_path, conversation) for conversation in kept)
    with (torn / "events.jsonl").open("ab") as file:
        file.write(b'{"type":"message","seq":99,"conte')
    (record / "conversation.json").write_bytes(b"\x00\xff{")
    (checkpoint / "checkpoint.json").write_text("[]")
    for name in ("not a conversation", "empty", ".DS_Store"):
        (torn.parent / name).mkdir()
        (torn.parent / name / "conversation.json").write_text("{}")
    (torn.parent / "notes.txt").write_text("mine")
    (torn / "notes.txt").write_text("mine")

    async with server(tmp_path, agent) as client:
        assert set(await listed(client)) == set(kept)
        for conversation in kept:
            await client.open(conversation)
            await client.prompt(conversation, "recall")
            assert client.text(conversation) == "notedthe milk"
            check_events(client.events[conversation])
    assert (torn / "notes.txt").read_text() == "mine"


async def test_conversations_lie_where_only_their_owner_can_read_them(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with server(tmp_path, agent) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "say secret")
    place = folder(tmp_path, conversation)
    for directory in (place, place.parent):
        assert directory.stat().st_mode & 0o777 == 0o700
    files = list(place.iterdir())
    assert {file.name for file in files} >= {"conversation.json", "events.jsonl"}
    for file in files:
        assert file.stat().st_mode & 0o777 == 0o600, file.name


def text(events: list[Json]) -> str:
    """What the agent said."""
    return "".join(
        event["content"].get("text", "")
        for event in events
        if event["type"] == "message" and event["role"] == "assistant"
    )
