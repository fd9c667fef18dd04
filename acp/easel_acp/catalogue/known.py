"""Agents that are recognised by their program on PATH.

Ids, arguments and environment are those of the public ACP agent registry, August 2026.
Programs whose name alone says too little (`nova`, `pool`, `cortex`) are left out: listing
must never offer, let alone start, a stranger.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from easel_acp.catalogue.definition import slug
from easel_conversation.ids import AgentName


@dataclass(frozen=True, slots=True)
class KnownAgent:
    """`programs` are tried in turn. `install` is a command that a person can type.

    `withheld` are client capabilities, as paths in ACP's `clientCapabilities`, with which the
    agent works worse than without.
    """

    id: AgentName
    name: str
    programs: tuple[str, ...]
    args: tuple[str, ...] = ()
    install: str | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    withheld: frozenset[str] = frozenset()


def _known(id_: str, name: str, launch: str, install: str | None = None) -> KnownAgent:
    program, *args = launch.split()
    return KnownAgent(AgentName(id_), name, (program,), tuple(args), install)


KNOWN_AGENTS: tuple[KnownAgent, ...] = (
    KnownAgent(
        AgentName("claude-acp"),
        "Claude Agent",
        ("claude-agent-acp", "claude-code-acp"),
        install="npm install -g @agentclientprotocol/claude-agent-acp",
        aliases=("claude", "claude-code", "claude-code-acp", "claude-agent-acp"),
    ),
    KnownAgent(
        AgentName("codex-acp"),
        "Codex",
        ("codex-acp",),
        install="npm install -g @agentclientprotocol/codex-acp",
        aliases=("codex",),
    ),
    KnownAgent(
        AgentName("gemini"),
        "Gemini CLI",
        ("gemini",),
        ("--acp",),
        install="npm install -g @google/gemini-cli",
        withheld=frozenset({"fs.readTextFile"}),  # with it, it cannot create files (0.61)
    ),
    KnownAgent(
        AgentName("qwen-code"),
        "Qwen Code",
        ("qwen",),
        ("--acp",),
        install="npm install -g @qwen-code/qwen-code",
        aliases=("qwen",),
    ),
    _known("opencode", "OpenCode", "opencode acp", "npm install -g opencode-ai"),
    _known("goose", "Goose", "goose acp"),
    KnownAgent(
        AgentName("cursor"), "Cursor", ("cursor-agent",), ("acp",), aliases=("cursor-agent",)
    ),
    KnownAgent(
        AgentName("github-copilot-cli"),
        "GitHub Copilot CLI",
        ("copilot",),
        ("--acp",),
        install="npm install -g @github/copilot",
        aliases=("copilot",),
    ),
    _known("kimi", "Kimi CLI", "kimi acp"),
    KnownAgent(
        AgentName("mistral-vibe"),
        "Mistral Vibe",
        ("vibe-acp",),
        install="uv tool install mistral-vibe",
        aliases=("vibe",),
    ),
    KnownAgent(
        AgentName("auggie"),
        "Auggie CLI",
        ("auggie",),
        ("--acp",),
        install="npm install -g @augmentcode/auggie",
        env={"AUGMENT_DISABLE_AUTO_UPDATE": "1"},
    ),
    _known("cline", "Cline", "cline --acp", "npm install -g cline"),
    _known("kilo", "Kilo", "kilo acp", "npm install -g @kilocode/cli"),
    _known("devin", "Devin", "devin acp"),
    _known("junie", "Junie", "junie --acp=true"),
    KnownAgent(
        AgentName("factory-droid"),
        "Factory Droid",
        ("droid",),
        ("exec", "--output-format", "acp-daemon"),
        install="npm install -g droid",
        env={"DROID_DISABLE_AUTO_UPDATE": "true", "FACTORY_DROID_AUTO_UPDATE_ENABLED": "false"},
        aliases=("droid",),
    ),
    _known("qoder", "Qoder CLI", "qodercli --acp", "npm install -g @qoder-ai/qodercli"),
    _known("pi-acp", "Pi", "pi-acp", "npm install -g pi-acp"),
    _known("hermes", "Hermes Agent", "hermes-acp", "uv tool install 'hermes-agent[acp]'"),
    _known("fast-agent", "fast-agent", "fast-agent-acp -x", "uv tool install fast-agent-acp"),
    _known("openhands", "OpenHands", "openhands acp", "uv tool install openhands"),
    _known("deepagents", "Deep Agents", "deepagents-acp", "npm install -g deepagents-acp"),
    _known("amp-acp", "Amp", "amp-acp"),
    _known("stakpak", "Stakpak", "stakpak acp"),
    _known("crow-cli", "Crow CLI", "crow-cli acp"),
    _known("minion-code", "Minion Code", "minion-code acp", "uv tool install minion-code"),
    _known("dimcode", "DimCode", "dimcode acp", "npm install -g dimcode"),
    _known("glm-acp-agent", "GLM Agent", "glm-acp-agent", "npm install -g glm-acp-agent"),
)

_BY_NAME = {
    slug(name): agent
    for agent in reversed(KNOWN_AGENTS)
    for name in (agent.id, agent.name, *agent.aliases)
}


def _program_in(word: str) -> str:
    """The name in a path or package: `gemini-cli` in `@google/gemini-cli@1.2`."""
    return PurePath(word).stem.partition("@")[0]


_BY_PROGRAM = {
    name: agent
    for agent in reversed(KNOWN_AGENTS)
    for name in (*agent.programs, _program_in((agent.install or "").rpartition(" ")[2]))
}

INSTALL_HINTS: Mapping[str, str] = {
    **{
        program: f"Install it with: {agent.install}"
        for agent in KNOWN_AGENTS
        if agent.install
        for program in agent.programs
    },
    **dict.fromkeys(("node", "npm", "npx"), "Install Node.js: https://nodejs.org"),
    **dict.fromkeys(("uv", "uvx"), "Install uv: https://docs.astral.sh/uv"),
    **dict.fromkeys(("bun", "bunx"), "Install Bun: https://bun.sh"),
}
"""What to do about a program that is not there, by its name."""


def known_agent(name: str) -> KnownAgent | None:
    """The well-known agent with that id, display name or alias."""
    return _BY_NAME.get(slug(name))


def known_by_command(command: Iterable[str]) -> KnownAgent | None:
    """The well-known agent that a command line starts, by itself or through npx and the like."""
    found = (_BY_PROGRAM.get(_program_in(word)) for word in command)
    return next((agent for agent in found if agent is not None), None)
