"""The ways to reach the server, who is let in, and what is left when everyone has gone."""

import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import pytest
from anyio.abc import Process

from easel_server.client.connect import connect_tcp, connect_websocket, open_server_process
from easel_server.io.jsonrpc import ResponseError
from easel_testing.agents import ScriptedAgent, scripted_agent, wait_until_gone
from easel_testing.conversation_rules import check_events
from easel_testing.easel import (
    SERVER,
    SharedServer,
    introduce,
    server_environment,
    shared_server,
)
from easel_testing.easel_client import EaselClient

BUSY = "spawn session stubborn\nsay working\nhang"


async def test_a_conversation_works_over_websocket_as_over_everything_else(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    with shared_server(tmp_path, "ws") as server:
        url = f"ws://127.0.0.1:{server.port}"
        async with connect_websocket(url) as channel, EaselClient(channel) as client:
            await introduce(client, tmp_path, {"test": agent.setting}, {}, token=server.token)
            conversation = await client.conversation()
            turn = await client.start(conversation, "stream 300\npermission t\nhang")
            await client.event(conversation, "permissionRequested")

            assert (await client.act("cancel", conversation))["turnId"] == turn

            check_events(client.events[conversation])
    await wait_until_gone(*agent.journal().pids())


@pytest.mark.parametrize("token", [None, "wrong", "ä" * 40])
async def test_who_shows_no_token_is_refused_and_learns_nothing(
    server: SharedServer, token: str | None
) -> None:
    async with connect_tcp("127.0.0.1", server.port) as channel, EaselClient(channel) as client:
        before = await client.refused("agents/list")
        assert before.code == -32002
        with pytest.raises(ResponseError) as caught:
            await client.initialize(options={"easel": {"token": token}})

        assert caught.value.data == {"kind": "badToken"}
        await client.closed.wait()


async def test_the_token_is_for_this_user_alone(tmp_path: Path) -> None:
    with shared_server(tmp_path):
        (token_file,) = tmp_path.rglob("token")

        assert stat.S_IMODE(token_file.stat().st_mode) == 0o600


@asynccontextmanager
async def busy_server(
    directory: Path, agent: ScriptedAgent, process_id: int | None = None
) -> AsyncIterator[tuple[EaselClient, Process]]:
    """A server over stdio with an agent at work that does not want to end."""
    environment = server_environment(directory / "home", {})
    async with (
        open_server_process(SERVER, env=environment) as server,
        EaselClient(server.channel) as client,
    ):
        await introduce(client, directory, {"test": agent.setting}, {}, process_id=process_id)
        conversation = await client.conversation()
        await client.start(conversation, BUSY)
        await client.event(conversation, "message")
        yield client, server.process


@pytest.mark.parametrize("orderly", [True, False])
async def test_w19_exit_ends_the_server_and_every_agent_with_the_code_that_lsp_asks_for(
    tmp_path: Path, orderly: bool
) -> None:
    agent = scripted_agent(tmp_path / "agent", on={"start": "ignore-sigterm\nignore-eof"})
    async with busy_server(tmp_path, agent) as (client, process):
        if orderly:
            await client.leave()
        else:
            client.notify("exit", None)
        with anyio.fail_after(20):
            assert await process.wait() == (0 if orderly else 1)

        await wait_until_gone(*agent.journal().pids(), *agent.journal().children())


async def test_w19_the_death_of_the_editors_process_ends_everything_although_its_pipes_stay_open(
    tmp_path: Path,
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with (
        await anyio.open_process(["sleep", "100"]) as editor,
        busy_server(tmp_path, agent, editor.pid) as (_, process),
    ):
        editor.kill()
        with anyio.fail_after(20):
            await process.wait()

        await wait_until_gone(*agent.journal().pids(), *agent.journal().children())
