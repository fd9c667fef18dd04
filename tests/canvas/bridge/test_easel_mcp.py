"""The process that an agent starts, with the official client of MCP."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import mcp_types as types
import msgspec
import pytest
from mcp.server.subscriptions import ResourcesListChanged, ResourceUpdated
from mcp.shared.exceptions import MCPDeprecationWarning, MCPError

from easel_canvas.bridge.client import NotLetIn, connected
from easel_canvas.host.requests import UpdateRequest
from easel_testing.bridge import EASEL_MCP, Bridge, bridge, mcp_client

HIJACK = "raise SystemExit('a file of the project was imported')"
END_SECONDS = 20


@pytest.fixture
async def agents(tmp_path: Path) -> AsyncIterator[Bridge]:
    """A listener."""
    async with bridge(tmp_path / "run") as listening:
        yield listening


def text_of(result: types.CallToolResult) -> str:
    """What a model reads."""
    (content,) = result.content
    assert isinstance(content, types.TextContent)
    return content.text


async def test_an_agent_uses_the_five_tools_and_reads_what_is_open(
    agents: Bridge, tmp_path: Path
) -> None:
    for module in ("mcp.py", "msgspec.py", "easel_server.py"):
        (tmp_path / module).write_text(HIJACK)
    async with agents.agent() as agent, mcp_client(agent.environment, tmp_path) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert list(tools) == [
            "list_canvas_capabilities",
            "open_canvas",
            "invoke_canvas_action",
            "update_canvas",
            "close_canvas",
        ]
        for tool in tools.values():
            jsonschema.Draft202012Validator.check_schema(tool.input_schema)
            assert "null" not in str(tool.input_schema)
            assert len(tool.description or "") > 40
        assert "open_canvas" in (client.instructions or "")

        listed = await client.call_tool("list_canvas_capabilities", {})
        assert '"canvasId":"chart"' in text_of(listed)

        rows = [{"name": "Ada", "born": 1815}, {"name": "Grace", "born": 1906}]
        opened = await client.call_tool(
            "open_canvas", {"canvasId": "table", "input": {"rows": rows}}
        )
        assert msgspec.json.decode(text_of(opened))["instanceId"] == "table-1"

        (resource,) = (await client.list_resources()).resources
        read = await client.read_resource(resource.uri)
        (content,) = read.contents
        assert isinstance(content, types.TextResourceContents)
        assert "| Ada   | 1815 |" in content.text

        action = {"instanceId": "table-1", "actionName": "filter", "input": {"text": "gra"}}
        filtered = await client.call_tool("invoke_canvas_action", action)
        assert msgspec.json.decode(text_of(filtered))["rows"] == [["Grace", 1906]]

        update = {"instanceId": "table-1", "input": {"title": "People"}}
        assert "People" in text_of(await client.call_tool("update_canvas", update))
        await client.call_tool("close_canvas", {"instanceId": "table-1"})
        assert (await client.list_resources()).resources == []


async def test_an_agent_that_subscribed_is_told_what_changes(
    agents: Bridge, tmp_path: Path
) -> None:
    sending, receiving = anyio.create_memory_object_stream[types.Notification[Any, Any]](100)

    async def told(message: Any) -> None:
        if isinstance(message, types.Notification):
            await sending.send(message)

    async with (
        sending,
        receiving,
        agents.agent() as agent,
        mcp_client(agent.environment, tmp_path, mode="legacy", told=told) as client,
    ):
        capabilities = client.server_capabilities.resources
        assert capabilities is not None
        assert (capabilities.subscribe, capabilities.list_changed) == (True, True)
        assert (await client.list_resources()).resources == []

        note = await agents.canvases.open("markdown", {"text": "one"})
        with anyio.fail_after(END_SECONDS):
            assert isinstance(await receiving.receive(), types.ResourceListChangedNotification)
        (resource,) = (await client.list_resources()).resources

        with pytest.warns(MCPDeprecationWarning):
            await client.subscribe_resource(resource.uri)
        update = UpdateRequest({"text": "two"}, None, None)
        await note.session.update(note.instance_id, update)
        with anyio.fail_after(END_SECONDS):
            updated = await receiving.receive()
        assert isinstance(updated, types.ResourceUpdatedNotification)
        assert updated.params.uri == resource.uri

        note.session.close(note.instance_id)
        with anyio.fail_after(END_SECONDS):
            assert isinstance(await receiving.receive(), types.ResourceListChangedNotification)


async def test_an_agent_that_listens_is_told_what_changes(agents: Bridge, tmp_path: Path) -> None:
    async with (
        agents.agent() as agent,
        mcp_client(agent.environment, tmp_path) as client,
        client.listen(
            resources_list_changed=True, resource_subscriptions=["easel-canvas:///markdown-1"]
        ) as news,
    ):
        note = await agents.canvases.open("markdown", {"text": "one"})
        with anyio.fail_after(END_SECONDS):
            assert isinstance(await anext(news), ResourcesListChanged)
        await note.session.update(note.instance_id, UpdateRequest({"text": "two"}, None, None))
        with anyio.fail_after(END_SECONDS):
            updated = await anext(news)
        assert isinstance(updated, ResourceUpdated)
        assert updated.uri == "easel-canvas:///markdown-1"


async def test_what_went_wrong_is_told_to_the_model(agents: Bridge, tmp_path: Path) -> None:
    async with agents.agent() as agent, mcp_client(agent.environment, tmp_path) as client:
        arguments = {"canvasId": "plan", "input": {"entries": [{"content": "x", "status": "soon"}]}}
        refused = await client.call_tool("open_canvas", arguments)
        assert refused.is_error
        assert "$.entries[0].status" in text_of(refused)
        with pytest.raises(MCPError, match="No canvas"):
            await client.read_resource("easel-canvas:///nope")


def test_without_easel_it_says_so_and_ends() -> None:
    run = subprocess.run(
        EASEL_MCP, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert run.stdout == ""
    assert "Agents start this by themselves" in run.stderr


@pytest.mark.parametrize("address", ["unix:/nowhere", "tcp:127.0.0.1:1", "http://x", ""])
async def test_an_address_that_nobody_listens_at_is_told_in_a_sentence(address: str) -> None:
    with pytest.raises(NotLetIn, match="this conversation is over"):
        async with connected(address, "x"):
            pytest.fail("it was let in")


@pytest.mark.parametrize("end", ["stdin is closed", "the conversation is over"])
async def test_the_process_ends_with_its_agent_and_with_the_conversation(
    end: str, agents: Bridge
) -> None:
    async with agents.agent() as agent:
        process = await anyio.open_process(
            EASEL_MCP, env={**os.environ, **agent.environment}, stderr=sys.stderr
        )
        with anyio.fail_after(END_SECONDS):
            while not agent.admission.connections:  # noqa: ASYNC110 - nobody tells of it
                await anyio.sleep(0.01)
        if end == "stdin is closed":
            assert process.stdin is not None
            await process.stdin.aclose()
            with anyio.fail_after(END_SECONDS):
                assert await process.wait() == 0
    with anyio.fail_after(END_SECONDS):
        assert await process.wait() == 0
    await process.aclose()
