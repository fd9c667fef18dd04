"""An agent is told of every MCP server that it can reach, in the form that ACP asks for."""

from typing import Any

import pytest

from easel_acp.connection.initialize_result import McpCapabilities
from easel_acp.connection.mcp_servers import LeftOut, servers_for
from easel_acp.connection.messages import Message

NONE = McpCapabilities()
STDIO = {"name": "fs", "command": "/bin/fs", "args": ["-v"], "env": [{"name": "A", "value": "1"}]}
HTTP: Message = {"type": "http", "name": "web", "url": "https://x", "headers": []}
SSE: Message = {"type": "sse", "name": "old", "url": "https://y", "headers": []}


def test_every_agent_takes_servers_over_stdio() -> None:
    assert servers_for([STDIO], NONE).servers == (STDIO,)


@pytest.mark.parametrize(
    ("server", "capabilities"),
    [
        (HTTP, McpCapabilities(http=True)),
        (SSE, McpCapabilities(sse=True)),
        ({"type": "acp", "name": "own", "id": "1"}, McpCapabilities(acp=True)),
    ],
)
def test_other_servers_need_the_capability(server: Message, capabilities: McpCapabilities) -> None:
    assert servers_for([server], capabilities).servers == (server,)
    left = servers_for([server], NONE)
    assert left.servers == ()
    reason = f"the agent does not reach MCP servers over {server['type']}"
    assert left.left_out == (LeftOut(server["name"], reason),)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        (
            {"name": "fs", "command": "fs"},
            {"name": "fs", "command": "fs", "args": [], "env": []},
        ),
        (
            {"type": "stdio", "name": "fs", "command": "fs", "env": {"A": 1}, "later": 1},
            {
                "name": "fs",
                "command": "fs",
                "args": [],
                "env": [{"name": "A", "value": "1"}],
                "later": 1,
            },
        ),
        (
            {"name": "web", "url": "https://x", "headers": {"X-Key": "k"}},
            {
                "type": "http",
                "name": "web",
                "url": "https://x",
                "headers": [{"name": "X-Key", "value": "k"}],
            },
        ),
    ],
)
def test_what_users_write_is_completed(written: Message, sent: Message) -> None:
    assert servers_for([written], McpCapabilities(http=True)).servers == (sent,)


@pytest.mark.parametrize(
    ("server", "name", "reason"),
    [
        ({"command": "fs"}, "?", "it has no name"),
        ({"name": "fs"}, "fs", "it has no command"),
        (
            {"name": "fs", "type": "pigeon"},
            "fs",
            "the agent does not reach MCP servers over pigeon",
        ),
    ],
)
def test_a_server_that_cannot_be_used_is_named_with_the_reason(
    server: Message, name: str, reason: str
) -> None:
    selection = servers_for([server, STDIO], NONE)
    assert selection.servers == (STDIO,)
    assert selection.left_out == (LeftOut(name, reason),)


def test_what_the_user_wrote_is_not_changed() -> None:
    written: dict[str, Any] = {"name": "fs", "command": "fs", "env": {"A": "1"}}
    servers_for([written], NONE)
    assert written == {"name": "fs", "command": "fs", "env": {"A": "1"}}
