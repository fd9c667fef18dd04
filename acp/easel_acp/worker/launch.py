"""What decides whether one agent process can serve in the place of another."""

import os
from dataclasses import dataclass
from pathlib import Path

from easel_acp.catalogue import AgentDefinition
from easel_acp.process.launch import LaunchSpec, agent_environment


@dataclass(frozen=True, slots=True)
class Launch:
    """A command in a directory, with its environment. Two processes of one launch are equal."""

    command: tuple[str, ...]
    cwd: str
    env: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, definition: AgentDefinition, cwd: str) -> "Launch":
        """How the agent is started for a conversation in `cwd`."""
        environment = agent_environment(os.environ, definition.env)
        return cls(definition.command, cwd, frozenset(environment.items()))

    @property
    def spec(self) -> LaunchSpec:
        """The same for the process."""
        return LaunchSpec(command=self.command, cwd=Path(self.cwd), env=dict(self.env))
