"""Real agents from npm, each with a private home and a scripted model.

`tests/real_agents/install.py` puts them into `.cache/real-agents`; nothing here uses the network.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "real-agents"
MODEL = "fake-model"
NOWHERE = "http://127.0.0.1:9"


class AgentName(StrEnum):
    """The agents there are; the value is the program's name."""

    QWEN = "qwen"
    OPENCODE = "opencode"


class RealAgentUnavailableError(Exception):
    """The agent is not installed; the message is the reason for a skip."""


@dataclass(frozen=True)
class RealAgent:
    """How to start an agent. `env` goes on top of any environment."""

    name: AgentName
    command: tuple[str, ...]
    env: dict[str, str]

    @property
    def setting(self) -> dict[str, Any]:
        """The value for `easel.agents.<name>`."""
        program, *args = self.command
        return {"command": program, "args": args, "env": self.env}


class _Status(msgspec.Struct, frozen=True):
    """What the installer has left behind."""

    node: str | None = None
    unavailable: str | None = None


def real_agent(name: AgentName, home: Path, model_url: str) -> RealAgent:
    """Prepares `home` for the agent, with the model at `model_url` (see model_server).

    It asks before it edits or runs anything, keeps all its files below `home`, and reaches
    nothing but loopback. Raises RealAgentUnavailableError with the reason for a skip.
    """
    node = _installed_node()
    argument, prepare = _AGENTS[name]
    program = CACHE / "node_modules" / ".bin" / name
    env = _environment(home, node) | prepare(home, model_url)
    return RealAgent(name, (str(program), argument), env)


def _installed_node() -> Path:
    """The Node to run the agents with."""
    try:
        status = msgspec.json.decode((CACHE / "status.json").read_bytes(), type=_Status)
    except (OSError, msgspec.DecodeError):
        status = _Status()
    if status.node is None:
        hint = "not installed: run `python tests/real_agents/install.py`"
        raise RealAgentUnavailableError(status.unavailable or hint)
    return Path(status.node)


def _environment(home: Path, node: Path) -> dict[str, str]:
    xdg = {
        f"XDG_{kind}_HOME": str(home / place)
        for kind, place in (
            ("CONFIG", ".config"),
            ("DATA", ".local/share"),
            ("STATE", ".local/state"),
            ("CACHE", ".cache"),
        )
    }
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), NOWHERE)
    direct = dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1,localhost")
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", os.defpath)])
    return {"HOME": str(home), "PATH": path, **xdg, **proxies, **direct}


def _prepare_qwen(home: Path, model_url: str) -> dict[str, str]:
    settings = {
        "$version": 3,
        "security": {"auth": {"selectedType": "openai"}},
        "tools": {"approvalMode": "default"},
        "privacy": {"usageStatisticsEnabled": False},
        "general": {"disableAutoUpdate": True},
        "telemetry": {"enabled": False},
    }
    _write_json(home / ".qwen" / "settings.json", settings)
    return {"OPENAI_API_KEY": "x", "OPENAI_BASE_URL": model_url, "OPENAI_MODEL": MODEL}


def _prepare_opencode(home: Path, model_url: str) -> dict[str, str]:
    limits = {"context": 200_000, "output": 8_192}
    provider = {
        "npm": "@ai-sdk/openai-compatible",
        "options": {"baseURL": model_url, "apiKey": "x"},
        "models": {MODEL: {"tool_call": True, "limit": limits}},
    }
    settings = {
        "provider": {"fake": provider},
        "model": f"fake/{MODEL}",
        "permission": {"edit": "ask", "bash": "ask"},
        "autoupdate": False,
    }
    _write_json(home / ".config" / "opencode" / "opencode.json", settings)
    switches = ("AUTOUPDATE", "MODELS_FETCH", "LSP_DOWNLOAD")
    return {f"OPENCODE_DISABLE_{switch}": "1" for switch in switches}


def _write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.encode(value))


_AGENTS: Mapping[AgentName, tuple[str, Callable[[Path, str], dict[str, str]]]] = {
    AgentName.QWEN: ("--acp", _prepare_qwen),
    AgentName.OPENCODE: ("acp", _prepare_opencode),
}
