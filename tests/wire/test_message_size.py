"""How long a message of an editor may be (setting `limits.messageBytes`)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from easel_server.client.connect import connect_tcp, connect_websocket
from easel_server.io import jsonrpc
from easel_testing.easel import easel, introduce, shared_server
from easel_testing.easel_client import EaselClient

LIMIT = 1024
SETTINGS: dict[str, Any] = {"limits": {"messageBytes": LIMIT}}
UNASKED = 999_999
"""The id of a request whose answer nobody waits for."""


@asynccontextmanager
async def editor(transport: str, directory: Path) -> AsyncIterator[EaselClient]:
    """An editor whose settings allow short messages only."""
    if transport == "stdio":
        async with easel(directory, settings=SETTINGS) as client:
            yield client
        return
    with shared_server(directory, "ws" if transport == "ws" else "tcp") as server:
        opened = (
            connect_websocket(f"ws://127.0.0.1:{server.port}")
            if transport == "ws"
            else connect_tcp("127.0.0.1", server.port)
        )
        async with opened as channel, EaselClient(channel) as client:
            await introduce(client, directory, {}, SETTINGS, token=server.token)
            yield client


@pytest.mark.parametrize("transport", ["stdio", "tcp", "ws"])
async def test_a_message_over_the_limit_costs_only_itself_until_the_limit_is_raised(
    tmp_path: Path, transport: str
) -> None:
    title = "x" * 1000
    async with editor(transport, tmp_path) as client:
        conversation = await client.conversation(agent="easel-practice", title="short")
        rename = {"conversationId": conversation, "title": title}
        client.channel.send(jsonrpc.encode_request(UNASKED, "easel/conversation/rename", rename))

        listed = await client.ask("conversation/list")

        assert [info["title"] for info in listed["conversations"]] == ["short"]

        raised = {"settings": {"easel": {"limits": {"messageBytes": 10 * LIMIT}}}}
        client.notify("workspace/didChangeConfiguration", raised)
        await client.ask("conversation/list")
        renamed = await client.act("rename", conversation, title=title)

        assert renamed["conversation"]["title"] == title


async def test_the_limit_of_one_editor_is_not_that_of_another(tmp_path: Path) -> None:
    title = "x" * 1000
    with shared_server(tmp_path) as server:
        async with (
            connect_tcp("127.0.0.1", server.port) as channel,
            connect_tcp("127.0.0.1", server.port) as other_channel,
            EaselClient(channel) as client,
            EaselClient(other_channel) as other,
        ):
            await introduce(client, tmp_path, {}, SETTINGS, token=server.token)
            await introduce(other, tmp_path, {}, {}, token=server.token)
            conversation = await client.conversation(agent="easel-practice")

            renamed = await other.act("rename", conversation, title=title)

            assert renamed["conversation"]["title"] == title


async def test_config_toml_limits_what_comes_before_initialize_too(tmp_path: Path) -> None:
    config = tmp_path / "home" / "config" / "easel" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f"[limits]\nmessageBytes = {LIMIT}\n")
    with shared_server(tmp_path) as server:
        async with (
            connect_tcp("127.0.0.1", server.port) as channel,
            EaselClient(channel) as client,
        ):
            options = {"easel": {"token": "x" * LIMIT}}
            params = {"capabilities": {}, "initializationOptions": options}
            client.channel.send(jsonrpc.encode_request(UNASKED, "initialize", params))

            await introduce(client, tmp_path, {}, {}, token=server.token)

            assert (await client.ask("conversation/list"))["conversations"] == []
