"""What to start: command, directory and environment, checked before anything runs."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from easel_acp.process.errors import (
    AgentNotExecutable,
    AgentNotFound,
    BadLaunchSpec,
    BadWorkingDirectory,
)

OWN_PREFIX = "EASEL_"
"""Variables of this prefix are Easel's own and no business of an agent."""

TREE_ID = "AGENT_TREE_ID"
"""The variable that marks every process of one agent's tree, see `easel_acp.process.leftovers`."""


@dataclass(frozen=True, slots=True)
class LaunchSpec:
    """One agent's command line, absolute working directory and complete environment."""

    command: tuple[str, ...]
    cwd: Path
    env: Mapping[str, str]

    @property
    def program(self) -> str:
        """The name to call it by in messages and records: no path, no arguments."""
        return Path(self.command[0]).name if self.command else ""


def agent_environment(user: Mapping[str, str], settings: Mapping[str, str]) -> dict[str, str]:
    """The user's whole environment less Easel's own variables, then the agent's settings."""
    kept = {name: value for name, value in user.items() if not name.startswith(OWN_PREFIX)}
    return kept | dict(settings)


def find_executable(spec: LaunchSpec) -> str:
    """The absolute path of the program that `spec` names, as its own PATH has it.

    Looks at the disk, so it may take a while on a network drive. Raises `BadLaunchSpec`,
    `BadWorkingDirectory`, `AgentNotFound` or `AgentNotExecutable`.
    """
    _check_texts(spec)
    _check_directory(spec.cwd)
    name = spec.command[0]
    if os.path.dirname(name):
        return _check_file(str(spec.cwd / name), name)
    found = shutil.which(name, path=_absolute_entries(spec.env.get("PATH", os.defpath)))
    if found is None:
        raise AgentNotFound(name)
    return found


def _check_texts(spec: LaunchSpec) -> None:
    if not spec.command or not spec.command[0]:
        raise BadLaunchSpec("The agent's command is empty.")
    if any("\0" in text for text in (*spec.command, str(spec.cwd))):
        raise BadLaunchSpec("The agent's command holds a NUL character.")
    for name, value in spec.env.items():
        if not name or "=" in name or "\0" in name or "\0" in value:
            raise BadLaunchSpec(f"The environment variable {name!r} cannot be passed on.")


def _check_directory(cwd: Path) -> None:
    if not cwd.is_absolute():
        raise BadWorkingDirectory(cwd, "it is not an absolute path")
    if not cwd.exists():
        raise BadWorkingDirectory(cwd, "there is no such directory")
    if not cwd.is_dir():
        raise BadWorkingDirectory(cwd, "it is not a directory")
    if not os.access(cwd, os.X_OK):
        raise BadWorkingDirectory(cwd, "permission denied")


def _absolute_entries(path: str) -> str:
    """PATH without entries such as ``.``: no project may bring an agent of its own that way."""
    return os.pathsep.join(entry for entry in path.split(os.pathsep) if os.path.isabs(entry))


def _check_file(path: str, name: str) -> str:
    if os.path.isdir(path):
        raise AgentNotExecutable(name, "it is a directory")
    found = shutil.which(path)
    if found is not None:
        return found
    if os.path.exists(path):
        raise AgentNotExecutable(name, "it is not executable")
    raise AgentNotFound(name)
