"""The user's MCP servers: `{name: {command, args, env} | {url, headers, type}}`.

This is what Zed calls `context_servers` and what JetBrains, VS Code, Claude and Cursor call
`mcpServers` or `servers`, so that an entry can be copied from any of them.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from easel_acp.catalogue import Host, convert_entry

_ACP_TYPE: Mapping[str | None, Literal["http", "sse"]] = {"sse": "sse"}


class McpServer(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """One MCP server: a program that speaks over stdio, or an address."""

    command: Annotated[
        str | None, Meta(description="The program to start, for a server over stdio.")
    ] = None
    args: Annotated[tuple[str, ...], Meta(description="Arguments of the program.")] = ()
    env: Annotated[dict[str, str], Meta(description="Environment variables of the program.")] = {}
    url: Annotated[str | None, Meta(description="The address of a server over HTTP.")] = None
    headers: Annotated[dict[str, str], Meta(description="HTTP headers to send.")] = {}
    type: Annotated[
        Literal["stdio", "http", "sse", "streamable-http", "streamableHttp"] | None,
        Meta(description="The transport. Unset: stdio for a command, http for an address."),
    ] = None
    enabled: Annotated[bool, Meta(description="False: the server is not passed on.")] = True
    disabled: Annotated[bool, Meta(description="True: the server is not passed on.")] = False

    def __post_init__(self) -> None:
        if bool(self.command) == bool(self.url):
            raise ValueError("Expected either `command` or `url`")
        if (self.type == "stdio") != bool(self.command) and self.type is not None:
            wanted = "command" if self.type == "stdio" else "url"
            raise ValueError(f"A server of type `{self.type}` needs `{wanted}`")

    def __repr__(self) -> str:
        return f"McpServer(command={self.command!r})" if self.command else "McpServer(url=<hidden>)"


def parse_mcp_server(raw: object) -> McpServer:
    """Check an entry of unknown shape. Raises EntryError with the key that is wrong."""
    return convert_entry(raw, McpServer, {})


def acp_mcp_servers(servers: Mapping[str, McpServer], host: Host) -> list[dict[str, object]]:
    """The array that ACP's `session/new` and `session/load` want, in the order of the settings.

    A server over HTTP is for agents that announce `mcpCapabilities.http` (or `.sse`): whoever
    knows the agent leaves out what it cannot take.
    """
    return [
        _acp_server(name, server, host)
        for name, server in servers.items()
        if server.enabled and not server.disabled
    ]


def _acp_server(name: str, server: McpServer, host: Host) -> dict[str, object]:
    if server.command is None:
        return {
            "type": _ACP_TYPE.get(server.type, "http"),
            "name": name,
            "url": server.url,
            "headers": _pairs(server.headers),
        }
    return {
        "name": name,
        "command": host.expand(server.command),
        "args": [host.expand(word) for word in server.args],
        "env": _pairs(server.env),
    }


def _pairs(values: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in values.items()]
