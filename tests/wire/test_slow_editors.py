"""An editor that does not read slows nothing but itself, and misses nothing."""

from pathlib import Path

import anyio
import psutil

from easel_testing.agents import Journal, scripted_agent
from easel_testing.conversation_rules import check_events
from easel_testing.easel import SharedServer
from easel_testing.easel_client import EaselClient
from easel_testing.stalling import stalling_easel, stalling_editor

CHUNK = 60
CHUNKS = 200_000
FLOOD = f"flood {CHUNKS} size={CHUNK}"
MEBIBYTE = 1024 * 1024


async def test_d12_two_hundred_thousand_chunks_for_an_editor_that_does_not_read_cost_little(
    server: SharedServer, tmp_path: Path, client: EaselClient, conversation: str
) -> None:
    await client.prompt(conversation, "say warm")
    await client.act("rename", conversation, title="Flood")
    quiet = await client.conversation()
    async with stalling_editor(server, tmp_path) as (stalled, gate):
        before = (await client.ask("status"))["rssBytes"]
        await stalled.open(conversation)
        gate.close()

        await client.start(quiet, "say hello")
        turn = (await client.prompt(conversation, FLOOD))["turnId"]

        assert client.text(quiet) == "hello"
        assert len(client.text(conversation, turn=turn)) == CHUNK * CHUNKS
        grown = (await client.ask("status"))["rssBytes"] - before
        assert grown < 3 * CHUNK * CHUNKS
        gate.open()
        await stalled.ended(conversation, turn)
        assert stalled.text(conversation, turn=turn) == client.text(conversation, turn=turn)
        check_events(stalled.events[conversation])


async def test_a_stop_of_another_editor_gets_through_while_one_does_not_read(
    server: SharedServer, tmp_path: Path, client: EaselClient, conversation: str, journal: Journal
) -> None:
    async with stalling_editor(server, tmp_path) as (stalled, gate):
        await stalled.open(conversation)
        gate.close()
        turn = await client.start(conversation, "flood 100000000 size=100")
        await client.until(lambda: len(client.text(conversation)) > 4 * MEBIBYTE)

        assert (await client.act("cancel", conversation))["outcome"] == "cancelled"

        assert len(journal.received("session/cancel")) == 1
        gate.open()
        assert (await stalled.ended(conversation, turn))["reason"] == "cancelled"
        assert stalled.text(conversation) == client.text(conversation)


async def test_a_stop_of_the_very_editor_that_does_not_read_gets_through(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with stalling_easel(tmp_path, {"test": agent}) as (client, gate):
        conversation = await client.conversation()
        turn = await client.start(conversation, "flood 100000000 size=1000")
        await client.event(conversation, "message")
        gate.close()
        async with anyio.create_task_group() as stopping:
            stopping.start_soon(client.act, "cancel", conversation)
            await agent.journal().wait_for("session/cancel")
            assert psutil.Process(client.pid).memory_info().rss < 250 * MEBIBYTE
            gate.open()

        assert (await client.ended(conversation, turn))["reason"] == "cancelled"
        check_events(client.events[conversation])
