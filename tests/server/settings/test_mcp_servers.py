"""The user's MCP servers, in the shapes that people copy from other tools, go to the agent."""

from pathlib import Path

import pytest

from easel_acp.catalogue import EntryError, Host
from easel_server.settings import acp_mcp_servers
from easel_server.settings.mcp import parse_mcp_server

HOST = Host(Path("/home/ada"), {"TOKEN": "t0ken"}, "linux")


@pytest.mark.parametrize(
    ("raw", "acp"),
    [
        (
            {"command": "db-mcp"},
            {"name": "x", "command": "db-mcp", "args": [], "env": []},
        ),
        (
            {"source": "custom", "command": "~/db", "args": ["~/a.db"], "env": {"K": "v"}},
            {
                "name": "x",
                "command": "/home/ada/db",
                "args": ["/home/ada/a.db"],
                "env": [{"name": "K", "value": "v"}],
            },
        ),
        (
            {"type": "stdio", "command": "db", "env": None, "timeout": 60},
            {"name": "x", "command": "db", "args": [], "env": []},
        ),
        (
            {"url": "https://e.org/mcp", "headers": {"A": "b"}},
            {
                "type": "http",
                "name": "x",
                "url": "https://e.org/mcp",
                "headers": [{"name": "A", "value": "b"}],
            },
        ),
        (
            {"type": "streamable-http", "url": "https://e.org"},
            {"type": "http", "name": "x", "url": "https://e.org", "headers": []},
        ),
        (
            {"type": "sse", "url": "https://e.org"},
            {"type": "sse", "name": "x", "url": "https://e.org", "headers": []},
        ),
    ],
)
def test_a_server_takes_the_shape_of_acp(raw: object, acp: dict[str, object]) -> None:
    assert acp_mcp_servers({"x": parse_mcp_server(raw)}, HOST) == [acp]


@pytest.mark.parametrize("switch", [{"enabled": False}, {"disabled": True}])
def test_a_server_that_is_switched_off_is_left_out(switch: dict[str, bool]) -> None:
    off = parse_mcp_server({"command": "a", **switch})
    on = parse_mcp_server({"command": "b"})
    listed = acp_mcp_servers({"off": off, "on": on}, HOST)
    assert [server["name"] for server in listed] == ["on"]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({}, "Expected either `command` or `url`"),
        ({"command": "a", "url": "b"}, "Expected either `command` or `url`"),
        ({"command": ""}, "Expected either `command` or `url`"),
        ({"type": "http", "command": "a"}, "A server of type `http` needs `url`"),
        ({"type": "stdio", "url": "a"}, "A server of type `stdio` needs `command`"),
        ({"type": "pigeon", "url": "a"}, "Invalid enum value 'pigeon'"),
        ("https://e.org", "Expected an object"),
    ],
)
def test_a_wrong_server_says_what_is_expected(raw: object, message: str) -> None:
    with pytest.raises(EntryError, match=message):
        parse_mcp_server(raw)


def test_secrets_of_a_server_are_never_printed() -> None:
    server = parse_mcp_server({"url": "https://e.org?key=sk-secret", "headers": {"K": "sk-secret"}})
    assert "sk-secret" not in repr(server)
