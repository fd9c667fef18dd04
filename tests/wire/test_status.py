"""What the server tells about itself."""

from pathlib import Path
from typing import Any

import anyio

from easel_testing.agents import scripted_agent
from easel_testing.easel import easel
from easel_testing.easel_client import EaselClient

Json = dict[str, Any]


async def processes(client: EaselClient, conversation: str | None) -> list[Json]:
    """The processes of a conversation, or the spares, as `easel/status` has them."""
    status = await client.ask("status")
    return [p for p in status["processes"] if p["conversationId"] == conversation]


async def ready_spare(client: EaselClient) -> Json:
    """The spare, once it is introduced."""
    with anyio.fail_after(10):
        while True:
            for spare in await processes(client, None):
                if spare["status"] == "ready":
                    return spare


async def test_every_process_is_shown_with_its_conversation_and_the_spares_without(
    tmp_path: Path,
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    settings = {"pool": {"spares": 1}}
    async with easel(tmp_path, agents={"test": agent.setting}, settings=settings) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "say one")
        spare = await ready_spare(client)
        (serving,) = await processes(client, conversation)

        assert {serving["pid"], spare["pid"]} == set(agent.journal().pids())
        assert (serving["agent"], serving["status"], serving["epoch"]) == ("test", "ready", 1)
        assert (spare["agent"], spare["epoch"]) == ("test", 0)
        assert serving["rssBytes"] > 0
        assert spare["rssBytes"] > 0
        assert (await client.ask("status"))["pool"]["processes"] == 2


async def test_a_spare_that_is_not_introduced_yet_is_starting(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent", on={"initialize": "sleep 60000"})
    settings = {"pool": {"spares": 1}}
    async with easel(tmp_path, agents={"test": agent.setting}, settings=settings) as client:
        await client.conversation(warm=True)
        with anyio.fail_after(10):
            while not (spares := await processes(client, None)):
                pass

        assert [spare["status"] for spare in spares] == ["starting"]


async def test_what_went_through_the_agents_connections_is_counted(
    client: EaselClient, conversation: str
) -> None:
    before = (await client.ask("status"))["counters"]
    await client.prompt(conversation, "noise no message at all\nsay one")

    after = (await client.ask("status"))["counters"]

    assert after["conversations"] >= 1
    assert after["editors"] >= 1
    for name in ("messagesIn", "messagesOut", "bytesIn", "bytesOut", "updates"):
        assert after[name] > before.get(name, 0), name
    assert after["skipped.notJson"] == before.get("skipped.notJson", 0) + 1


async def test_status_does_not_stumble_over_conversations_that_are_deleted_meanwhile(
    client: EaselClient,
) -> None:
    conversations = [await client.conversation() for _ in range(3)]
    for conversation in conversations:
        await client.prompt(conversation, "say one")

    client.created.clear()

    async def delete_all() -> None:
        for conversation in conversations:
            await client.act("delete", conversation)
        asking.cancel_scope.cancel()

    async with anyio.create_task_group() as asking:
        asking.start_soon(delete_all)
        while True:
            await client.ask("status")
