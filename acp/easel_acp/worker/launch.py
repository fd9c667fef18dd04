"""What decides whether one agent process can serve in the place of another."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from easel_acp.catalogue import AgentDefinition
from easel_acp.process.launch import LaunchSpec, agent_environment
from easel_conversation.ids import AgentName


@dataclass(frozen=True, slots=True)
class Launch:
    """A command in a directory, with its environment. Two processes of one launch are equal.

    `withheld`: what it is not offered, see `KnownAgent`.

    `agent` is for people: by whatever name it was started, it is the same process.
    """

    command: tuple[str, ...]
    cwd: str
    env: frozenset[tuple[str, str]]
    withheld: frozenset[str]
    agent: AgentName = field(compare=False)

    @classmethod
    def of(cls, definition: AgentDefinition, cwd: str) -> "Launch":
        """How the agent is started for a conversation in `cwd`."""
        environment = agent_environment(os.environ, definition.env)
        variables = frozenset(environment.items())
        return cls(definition.command, cwd, variables, definition.withheld, definition.id)

    @property
    def spec(self) -> LaunchSpec:
        """The same for the process."""
        return LaunchSpec(command=self.command, cwd=Path(self.cwd), env=dict(self.env))
