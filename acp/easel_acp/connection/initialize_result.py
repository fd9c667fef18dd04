"""What an agent says about itself in its answer to `initialize`."""

from typing import Any

import msgspec

from easel_acp.connection.auth_methods import AuthMethod, parse_auth_methods
from easel_acp.connection.errors import ProtocolVersionMismatch
from easel_acp.connection.lenient import flag, mapping, text
from easel_acp.connection.messages import Message

PROTOCOL_VERSION = 1
"""The version of ACP that Easel asks for, and the only one it speaks."""


class AgentInfo(msgspec.Struct, frozen=True):
    """The agent's own name; all None in agents that give none (goose, deepagents)."""

    name: str | None = None
    title: str | None = None
    version: str | None = None


class PromptCapabilities(msgspec.Struct, frozen=True):
    """What a prompt may hold besides text and resource links."""

    image: bool = False
    audio: bool = False
    embedded_context: bool = False


class McpCapabilities(msgspec.Struct, frozen=True):
    """How the agent can reach MCP servers, besides starting them itself."""

    http: bool = False
    sse: bool = False
    acp: bool = False


class SessionCapabilities(msgspec.Struct, frozen=True):
    """The `session/*` methods and fields that the agent offers beyond the baseline."""

    resume: bool = False
    fork: bool = False
    additional_directories: bool = False


class AgentCapabilities(msgspec.Struct, frozen=True):
    """What the agent can do; whatever it left out it cannot."""

    load_session: bool = False
    session: SessionCapabilities = SessionCapabilities()
    prompt: PromptCapabilities = PromptCapabilities()
    mcp: McpCapabilities = McpCapabilities()
    steering: bool = False
    """Takes `_session/steering` during a turn."""


class InitializeResult(msgspec.Struct, frozen=True):
    """The answer to `initialize`; *raw* is all of it."""

    protocol_version: int
    agent: AgentInfo
    capabilities: AgentCapabilities
    auth_methods: tuple[AuthMethod, ...]
    raw: Message


def parse_initialize_result(value: Any) -> InitializeResult:
    """Read the answer leniently: only the version must be right.

    Raises:
        ProtocolVersionMismatch: the agent speaks another version, or names none.
    """
    raw = mapping(value)
    version = raw.get("protocolVersion")
    if version != PROTOCOL_VERSION:
        raise ProtocolVersionMismatch(PROTOCOL_VERSION, version)
    return InitializeResult(
        protocol_version=PROTOCOL_VERSION,
        agent=_agent_info(mapping(raw.get("agentInfo"))),
        capabilities=_capabilities(
            mapping(raw.get("agentCapabilities")), mapping(raw.get("_meta"))
        ),
        auth_methods=parse_auth_methods(raw.get("authMethods")),
        raw=raw,
    )


def _agent_info(info: Message) -> AgentInfo:
    return AgentInfo(text(info.get("name")), text(info.get("title")), text(info.get("version")))


def _capabilities(offered: Message, meta: Message) -> AgentCapabilities:
    session = mapping(offered.get("sessionCapabilities"))
    prompt = mapping(offered.get("promptCapabilities"))
    mcp = mapping(offered.get("mcpCapabilities"))
    return AgentCapabilities(
        load_session=flag(offered.get("loadSession")),
        session=SessionCapabilities(
            resume=flag(session.get("resume")),
            fork=flag(session.get("fork")),
            additional_directories=flag(session.get("additionalDirectories")),
        ),
        prompt=PromptCapabilities(
            image=flag(prompt.get("image")),
            audio=flag(prompt.get("audio")),
            embedded_context=flag(prompt.get("embeddedContext")),
        ),
        mcp=McpCapabilities(
            http=flag(mcp.get("http")), sse=flag(mcp.get("sse")), acp=flag(mcp.get("acp"))
        ),
        steering=mapping(meta.get("steering")).get("supported") is True,
    )
