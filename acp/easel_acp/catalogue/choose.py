"""Choosing an agent out of the catalogue."""

from dataclasses import dataclass

from easel_acp.catalogue.build import PRACTICE_AGENT
from easel_acp.catalogue.definition import AgentDefinition, Catalogue, slug
from easel_acp.catalogue.known import known_agent


@dataclass(frozen=True, slots=True)
class DefaultAgent:
    """`agent` is null only if nothing at all can start.

    `problem` says why it is not the agent that was asked for.
    """

    agent: AgentDefinition | None
    problem: str | None = None


def find_agent(catalogue: Catalogue, wanted: str) -> AgentDefinition | None:
    """The agent with that id; else the one whose id, name or well-known alias reads the same."""
    by_id: dict[str, AgentDefinition] = {agent.id: agent for agent in catalogue.agents}
    if exact := by_id.get(wanted):
        return exact
    names = {slug(wanted)}
    if known := known_agent(wanted):
        names.add(slug(known.id))
    similar = (agent for agent in catalogue.agents if names & {slug(agent.id), slug(agent.name)})
    return next(similar, None)


def default_agent(catalogue: Catalogue, preferred: str | None) -> DefaultAgent:
    """`preferred` (the setting `defaultAgent`) if it can start, else the first that can.

    The practice agent comes last: it is no help with real work.
    """
    if preferred is None:
        return DefaultAgent(_first_available(catalogue))
    agent = find_agent(catalogue, preferred)
    if agent is None:
        return DefaultAgent(_first_available(catalogue), f"There is no agent '{preferred}'.")
    if not agent.available:
        problem = f"The default agent '{preferred}' cannot start: {agent.reason}"
        return DefaultAgent(_first_available(catalogue), problem)
    return DefaultAgent(agent)


def _first_available(catalogue: Catalogue) -> AgentDefinition | None:
    available = [agent for agent in catalogue.agents if agent.available]
    return min(available, key=lambda agent: agent.id == PRACTICE_AGENT, default=None)
