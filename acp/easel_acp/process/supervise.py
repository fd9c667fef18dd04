"""The one place that knows which kind of supervision this platform gets."""

from easel_acp.process.keeper_start import start_below_keeper
from easel_acp.process.launch import LaunchSpec
from easel_acp.process.supervisor import AgentStreams, Supervisor


async def start_supervised(
    executable: str, spec: LaunchSpec, tree_id: str, streams: AgentStreams
) -> Supervisor:
    """Start the agent below a keeper, or, where there is none, under the portable supervision."""
    return await start_below_keeper(executable, spec, tree_id, streams)
