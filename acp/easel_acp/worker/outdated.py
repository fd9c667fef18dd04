"""Whether an agent was started as the settings say now (scenario W23)."""

from easel_acp.worker.config import Surroundings
from easel_acp.worker.errors import AgentUnavailable
from easel_acp.worker.launch import Launch
from easel_acp.worker.preferences import defaults_of
from easel_acp.worker.service import Service


async def is_outdated(service: Service, surroundings: Surroundings) -> bool:
    """Whether the agent would be started differently now. Not if it could not be started at all."""
    state = service.conversation.state
    try:
        definition = await surroundings.find_agent(state.agent)
    except AgentUnavailable:
        return False
    session = service.life.session
    config = surroundings.config()
    return (
        Launch.of(definition, state.cwd) != service.life.launch
        or config.mcp_servers != session.config.mcp_servers
        or config.canvas_tools != session.config.canvas_tools
        or defaults_of(definition) != service.defaults
    )
