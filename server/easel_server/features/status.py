"""`easel/status`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import anyio.to_thread

from easel_conversation.clock import iso
from easel_server.core import Core, versions
from easel_server.features.context import Context
from easel_server.protocol.base import Empty
from easel_server.protocol.shapes import ProcessInfo
from easel_server.protocol.status import PoolInfo, StatusResult

if TYPE_CHECKING:
    from easel_acp.process.agent_process import AgentProcess
    from easel_acp.worker.workers import RunningAgent

Memory = dict[int, int]
"""Resident bytes by process id."""


async def status(context: Context, _: Empty) -> StatusResult:
    """What the server is doing.

    Memory is asked for in a thread, since that reads all of /proc; what changes on the event loop
    is then collected there at one go.
    """
    core = context.core
    processes = [agent.process for agent in core.workers.running()]
    memory, own = await anyio.to_thread.run_sync(_resident_bytes, processes)
    running = tuple(core.workers.running())
    return StatusResult(
        processes=tuple(_process_info(agent, memory) for agent in running),
        pool=_pool(core, running),
        counters={
            "conversations": len(tuple(core.store)),
            "editors": len(core.editors),
            **_traffic(running),
        },
        versions=versions(),
        rss_bytes=own,
    )


def _resident_bytes(processes: "Sequence[AgentProcess]") -> tuple[Memory, int]:
    """The memory of those processes, and that of this one."""
    import psutil  # noqa: PLC0415  (slow to import, and nobody else here needs it)

    memory = {process.pid: process.resident_bytes for process in processes}
    return memory, psutil.Process().memory_info().rss


def _process_info(agent: "RunningAgent", memory: Memory) -> ProcessInfo:
    return ProcessInfo(
        pid=agent.process.pid,
        agent=agent.agent,
        conversation_id=agent.conversation_id,
        epoch=agent.epoch,
        status=agent.status,
        rss_bytes=memory.get(agent.process.pid),
        started_at=iso(round(agent.process.started_at.timestamp() * 1000)),
    )


def _pool(core: Core, running: "Sequence[RunningAgent]") -> PoolInfo:
    pool = core.settings.pool
    return PoolInfo(
        processes=len(running),
        spares=pool.spares,
        max_idle=pool.max_idle,
        idle_ttl_seconds=round(pool.idle_ttl_seconds),
    )


def _traffic(running: "Iterable[RunningAgent]") -> Counter[str]:
    """What went through the connections of all agents, together."""
    sums: Counter[str] = Counter()
    for agent in running:
        counters = agent.counters
        sums.update(
            messagesIn=counters.lines_in,
            messagesOut=counters.messages_out,
            bytesIn=counters.bytes_in,
            bytesOut=counters.bytes_out,
            updates=counters.updates,
        )
        sums.update({f"skipped.{reason}": count for reason, count in counters.skipped.items()})
    return sums
