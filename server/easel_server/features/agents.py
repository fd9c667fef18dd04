"""`easel/agents/list`."""

from easel_server.agents import agent_infos
from easel_server.features.context import Context
from easel_server.protocol.agents import AgentsListResult
from easel_server.protocol.base import Empty


async def list_(context: Context, _: Empty) -> AgentsListResult:
    """The agents that can be chosen, and why others cannot."""
    return AgentsListResult(agents=agent_infos(await context.core.agents.catalogue()))
