"""What the catalogue says about an agent, and the closed set of places it comes from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from easel_conversation.ids import AgentName

AgentSource = Literal["builtin", "settings", "config", "detected", "zed", "jetbrains"]

SOURCES_BY_STRENGTH: tuple[AgentSource, ...] = (
    "settings",
    "config",
    "zed",
    "jetbrains",
    "detected",
    "builtin",
)
"""The strongest first: what a person wrote for Easel beats what was found."""


@dataclass(frozen=True, slots=True)
class AgentDefinition:
    """An agent that can be started, or the reason why it cannot.

    `command` is argv: where `available`, its first word is an absolute path.
    `env` comes on top of the user's environment; it may hold keys, so it is never printed.
    `default_mode` and `default_config_options` are what to ask of every new session.
    `withheld`: client capabilities that are not offered to it, see `KnownAgent`.
    """

    id: AgentName
    name: str
    command: tuple[str, ...]
    source: AgentSource
    available: bool = True
    reason: str | None = None
    env: Mapping[str, str] = field(default_factory=dict, repr=False)
    default_mode: str | None = None
    default_config_options: Mapping[str, str | bool] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CatalogueProblem:
    """Something in a source that could not be used. `path` is the key inside the source."""

    source: AgentSource
    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every known agent once, the strongest source first."""

    agents: tuple[AgentDefinition, ...]
    problems: tuple[CatalogueProblem, ...] = ()


def slug(text: str) -> str:
    """The form in which names are compared: `Qwen Code` and `qwen-code` are one agent."""
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")
