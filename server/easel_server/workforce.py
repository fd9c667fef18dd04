"""The agents at work, run as the settings say.

This imports all that runs agents: a quarter of Easel. `initialize` must not wait for it, so only
`Core.workers` and `main` import it, when they need it.
"""

import logging
from collections.abc import Callable
from pathlib import Path

from anyio.abc import TaskGroup

from easel_acp.catalogue import Host
from easel_acp.files.documents import OpenDocuments
from easel_acp.process import ProcessRegistry, sweep
from easel_acp.worker.config import Surroundings, WorkerConfig
from easel_acp.worker.spares import SpareLimits
from easel_acp.worker.workers import AgentWorkers
from easel_server.agents import Agents
from easel_server.canvases.agent_servers import AgentServers
from easel_server.canvases.lazy import LazyCanvases
from easel_server.settings import Settings, acp_mcp_servers
from easel_server.version import VERSION

logger = logging.getLogger(__name__)


def make_workers(
    tasks: TaskGroup,
    agents: Agents,
    documents: OpenDocuments,
    state_dir: Path,
    settings: Callable[[], Settings],
    canvases: LazyCanvases,
) -> AgentWorkers:
    """The workers of a server; `tasks` runs the agents, `settings` are those of now."""
    surroundings = Surroundings(
        config=lambda: _worker_config(settings()),
        find_agent=agents.find,
        documents=documents,
        processes=ProcessRegistry(state_dir),
        own_servers=AgentServers(tasks, state_dir, canvases, settings),
        version=VERSION,
    )
    return AgentWorkers(tasks, surroundings, lambda: _spare_limits(settings()))


async def sweep_up(state_dir: Path) -> None:
    """End the agents that servers which were killed have left behind."""
    try:
        outcomes = await sweep(state_dir)
    except OSError:
        logger.exception("what earlier servers left behind could not be looked through")
        return
    for swept in outcomes:
        if swept.outcome != "inUse":
            logger.info("left behind by an earlier server: %s", swept)


def _spare_limits(settings: Settings) -> SpareLimits:
    return SpareLimits(settings.pool.spares, settings.pool.idle_ttl_seconds)


def _worker_config(settings: Settings) -> WorkerConfig:
    return WorkerConfig(
        startup_seconds=settings.startup.timeout_ms / 1000,
        load_seconds=settings.session_load.timeout_ms / 1000,
        on_load_failure=settings.session_load.on_failure,
        max_line_bytes=settings.limits.line_bytes,
        terminal_output_bytes=settings.limits.terminal_output_bytes,
        trace=settings.trace,
        canvas_tools=settings.canvas.agent_tools,
        mcp_servers=tuple(acp_mcp_servers(settings.mcp_servers, Host.current())),
    )
