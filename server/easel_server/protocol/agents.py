"""`easel/agents/*`."""

from easel_server.protocol.base import Empty, Params, Request
from easel_server.protocol.shapes import AgentInfo


class AgentsListResult(Params, frozen=True):
    """Every agent that is known, the available ones first within their source."""

    agents: tuple[AgentInfo, ...]


REQUESTS = (
    Request(
        "easel/agents/list",
        Empty,
        AgentsListResult,
        "The agents that can be chosen, and why others cannot.",
    ),
)
