"""However the server ends, its agents end with it (scenarios W18, W19)."""

import os
import signal
from pathlib import Path

import anyio
import pytest

from easel_server.client.connect import connect_tcp, open_server_process
from easel_testing.agents import scripted_agent, wait_until_gone
from easel_testing.easel import SERVER, introduce, server_environment, shared_server
from easel_testing.easel_client import EaselClient

BUSY = "spawn session stubborn\nspawn daemon stubborn\nsay working\nhang"


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGKILL, None])
async def test_w18_w19_no_process_of_an_agent_outlives_the_server(
    tmp_path: Path, signal_number: signal.Signals | None
) -> None:
    agent = scripted_agent(tmp_path / "agent", on={"start": "ignore-sigterm\nignore-eof"})
    environment = server_environment(tmp_path / "home", {})
    async with open_server_process(SERVER, env=environment) as server:
        async with EaselClient(server.channel) as client:
            await introduce(client, tmp_path, {"test": agent.setting}, {}, announce=True)
            conversation = await client.conversation()
            await client.start(conversation, BUSY)
            await client.event(conversation, "message")
            journal = agent.journal()
            await journal.wait_for_note("spawned", count=2)
            if signal_number is None:
                await server.channel.aclose()
            else:
                os.kill(server.process.pid, signal_number)
            with anyio.fail_after(20):
                await client.closed.wait()

        await wait_until_gone(*journal.pids(), *journal.children())


async def test_a_server_that_is_told_to_end_writes_the_last_words_of_each_conversation(
    tmp_path: Path,
) -> None:
    with shared_server(tmp_path) as server:
        for name in ("one", "two", "three"):
            entries = {"test": scripted_agent(tmp_path / name).setting}
            async with (
                connect_tcp("127.0.0.1", server.port) as channel,
                EaselClient(channel) as client,
            ):
                await introduce(client, tmp_path, entries, {}, token=server.token)
                await client.prompt(await client.conversation(), "say hello")

        server.end()

        assert "written" not in server.log.read_text()
