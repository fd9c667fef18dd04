"""Which of the user's MCP servers an agent can use, in the form that ACP asks for."""

from collections.abc import Iterable
from typing import Any

import msgspec

from easel_acp.connection.initialize_result import McpCapabilities
from easel_acp.connection.lenient import mapping, mappings, text
from easel_acp.connection.messages import Message

STDIO = "stdio"
"""Every agent must take these; ACP writes them without a `type`."""


class LeftOut(msgspec.Struct, frozen=True):
    """A server that the agent is not told about, and why, for the user to read."""

    name: str
    reason: str


class McpSelection(msgspec.Struct, frozen=True):
    """The servers for `session/new`, and those that were left out."""

    servers: tuple[Message, ...]
    left_out: tuple[LeftOut, ...]


def servers_for(servers: Iterable[Message], capabilities: McpCapabilities) -> McpSelection:
    """Choose the servers whose transport the agent knows and complete their fields.

    Accepts what users and editors write: `env` and `headers` as a mapping or as a list of
    `{name, value}`, `args` absent, the type of a server with a `url` absent (then it is `http`).
    Fields that we do not know are kept.
    """
    chosen: list[Message] = []
    left_out: list[LeftOut] = []
    for server in servers:
        kind = _kind(server)
        problem = _problem(server, kind, capabilities)
        if problem is None:
            chosen.append(_stdio(server) if kind == STDIO else _remote(server, kind))
        else:
            left_out.append(LeftOut(text(server.get("name")) or "?", problem))
    return McpSelection(tuple(chosen), tuple(left_out))


def _kind(server: Message) -> str:
    return text(server.get("type")) or ("http" if "url" in server else STDIO)


def _problem(server: Message, kind: str, capabilities: McpCapabilities) -> str | None:
    if not text(server.get("name")):
        return "it has no name"
    if kind == STDIO:
        return None if text(server.get("command")) else "it has no command"
    usable = {"http": capabilities.http, "sse": capabilities.sse, "acp": capabilities.acp}
    if not usable.get(kind, False):
        return f"the agent does not reach MCP servers over {kind}"
    return None


def _stdio(server: Message) -> Message:
    others = {key: value for key, value in server.items() if key != "type"}
    args = server.get("args")
    return {
        **others,
        "args": args if isinstance(args, list) else [],
        "env": _name_values(server.get("env")),
    }


def _remote(server: Message, kind: str) -> Message:
    completed = {**server, "type": kind}
    if kind != "acp":
        completed["headers"] = _name_values(server.get("headers"))
    return completed


def _name_values(given: Any) -> list[Message]:
    """Return variables or headers as ACP lists them."""
    if isinstance(given, list):
        return mappings(given)
    return [{"name": name, "value": str(value)} for name, value in mapping(given).items()]
