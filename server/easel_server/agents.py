"""The catalogue of agents at work: read once, again when the settings change."""

from collections.abc import Callable, Mapping
from functools import partial

import anyio
import anyio.to_thread

from easel_acp.catalogue import (
    AgentDefinition,
    AgentEntry,
    Catalogue,
    DefaultAgent,
    default_agent,
    find_agent,
    load_catalogue,
)
from easel_acp.worker.errors import AgentUnavailable
from easel_conversation.ids import AgentName
from easel_server.errors import EaselError
from easel_server.protocol.shapes import AgentInfo

Entries = tuple[Mapping[str, AgentEntry], Mapping[str, AgentEntry]]


class Agents:
    """Knows which agents there are."""

    def __init__(self, entries: Callable[[], Entries], preferred: Callable[[], str | None]) -> None:
        """`entries`: the agents of the settings and of config.toml; `preferred`: the default."""
        self._entries = entries
        self._preferred = preferred
        self._catalogue: Catalogue | None = None
        self._infos: tuple[AgentInfo, ...] = ()
        self._former: tuple[AgentInfo, ...] | None = None
        self._wishes_to_forget = 0
        self._reading = anyio.Lock()

    async def catalogue(self) -> Catalogue:
        """Every agent that is known."""
        async with self._reading:
            while self._catalogue is None:
                wishes = self._wishes_to_forget
                settings, config = self._entries()
                read = partial(load_catalogue, settings=settings, config=config)
                found = await anyio.to_thread.run_sync(read)
                if wishes == self._wishes_to_forget:
                    self._catalogue = found
                    self._infos = agent_infos(found, default_agent(found, self._preferred()))
            return self._catalogue

    def forget(self) -> None:
        """Look again at the next wish: something may have changed, also while it is read."""
        self._wishes_to_forget += 1
        if self._catalogue is not None:
            self._former = self._infos
        self._catalogue = None

    async def infos(self) -> tuple[AgentInfo, ...]:
        """The catalogue as the wire has it."""
        await self.catalogue()
        return self._infos

    async def news(self) -> tuple[AgentInfo, ...] | None:
        """The agents, if they are others than when somebody last asked."""
        former = self._former
        if former is None:
            return None
        agents = await self.infos()
        return agents if agents != former else None

    async def choose(self, name: str | None) -> AgentDefinition:
        """The agent of that name, or the default one.

        Raises:
            EaselError: there is no such agent, or it cannot start (`agentUnavailable`).
        """
        catalogue = await self.catalogue()
        if name is None:
            chosen = default_agent(catalogue, self._preferred()).agent
            if chosen is None:
                raise EaselError("agentUnavailable", "No agent can be started.")
            return chosen
        try:
            return _usable(catalogue, name)
        except AgentUnavailable as error:
            raise EaselError("agentUnavailable", str(error)) from None

    async def find(self, name: AgentName) -> AgentDefinition:
        """The agent that a conversation has, looked up anew: it may have been installed since.

        Raises:
            AgentUnavailable: it cannot start, and why.
        """
        self.forget()
        return _usable(await self.catalogue(), name)


def agent_infos(catalogue: Catalogue, default: DefaultAgent) -> tuple[AgentInfo, ...]:
    """The catalogue as the wire has it."""
    return tuple(
        AgentInfo(
            id=agent.id,
            name=agent.name,
            command=agent.command,
            source=agent.source,
            available=agent.available,
            reason=agent.reason,
            is_default=agent is default.agent,
            stands_in=default.problem if agent is default.agent else None,
        )
        for agent in catalogue.agents
    )


def _usable(catalogue: Catalogue, name: str) -> AgentDefinition:
    agent = find_agent(catalogue, name)
    if agent is None:
        known = ", ".join(f"`{other.id}`" for other in catalogue.agents)
        raise AgentUnavailable(f"There is no agent `{name}`. Known are: {known}.")
    if not agent.available:
        raise AgentUnavailable(f"The agent `{name}` cannot start: {agent.reason}")
    return agent
