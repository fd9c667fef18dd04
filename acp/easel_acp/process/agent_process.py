"""A running agent: its pipes, its end, and the certainty that nothing of it stays."""

import asyncio
import logging
import uuid
from datetime import UTC, datetime
from typing import Self

import msgspec

from easel_acp.process.errors import ProcessTreeSurvived
from easel_acp.process.exit_status import ExitStatus
from easel_acp.process.launch import LaunchSpec, find_executable
from easel_acp.process.once import Once
from easel_acp.process.registry import ProcessRecord, ProcessRegistry, Served
from easel_acp.process.stderr_tail import StderrTail
from easel_acp.process.streams import ByteSink, ByteSource
from easel_acp.process.supervise import StartSupervised, best_supervision
from easel_acp.process.supervisor import AgentStreams, Supervisor
from easel_acp.redaction import secret_values

log = logging.getLogger(__name__)

STOP_GRACE = 4.0
"""Seconds from the end of stdin to SIGKILL, so that all is over within five."""

PROVEN_WITHIN = 5.0
"""Seconds from the call in which the tree must be gone, and at least one more than its grace."""

LAST_WORDS = 0.1
"""Seconds to wait for the end of stderr when a grandchild holds it open."""


class AgentProcess:
    """One agent process with its whole tree. Made by `start`, ended by `stop`, `kill` or itself."""

    def __init__(
        self,
        supervisor: Supervisor,
        streams: AgentStreams,
        registry: ProcessRegistry,
        record: ProcessRecord,
    ) -> None:
        self._supervisor = supervisor
        self._streams = streams
        self._registry = registry
        self._record = record
        self._is_deliberate = False
        self.exited = Once[ExitStatus]()
        self.started_at = datetime.now(UTC)
        self._watch = asyncio.create_task(self._see_it_out(), name=f"agent {supervisor.pid}")

    @classmethod
    async def start(
        cls,
        spec: LaunchSpec,
        registry: ProcessRegistry,
        *,
        serves: Served | None = None,
        supervision: StartSupervised | None = None,
    ) -> Self:
        """Start the agent, under the best `supervision` that this platform has.

        Raises a subclass of `AgentStartError`. Whether it raises or is cancelled: nothing is left.
        """
        executable = await asyncio.to_thread(find_executable, spec)
        streams = AgentStreams(ByteSink(), ByteSource(), StderrTail(secret_values(spec.env)))
        tree_id = uuid.uuid4().hex
        start_supervised = supervision or best_supervision()
        supervisor = await start_supervised(executable, spec, tree_id, streams)
        record = registry.add(tree_id, supervisor, spec.program, serves)
        return cls(supervisor, streams, registry, record)

    @property
    def pid(self) -> int:
        """The agent itself, not its keeper."""
        return self._supervisor.pid

    def serve(self, serves: Served) -> None:
        """Put on record for whom the agent works from now on, unless it is gone."""
        if self.exited.is_set:
            return
        self._record = msgspec.structs.replace(self._record, serves=serves)
        self._registry.write(self._record)

    @property
    def stdout(self) -> ByteSource:
        """What the agent writes: ``async for chunk in process.stdout``."""
        return self._streams.stdout

    @property
    def stderr_tail(self) -> str:
        """The last 32 KiB of stderr, without secrets."""
        return self._streams.stderr.text

    @property
    def resident_bytes(self) -> int:
        """The memory of the whole tree: the sum of the resident sets, in bytes.

        Asks about every process of the machine, which takes milliseconds: read it in a thread.
        """
        return self._supervisor.resident_bytes()

    async def read(self) -> bytes:
        """The next piece of stdout, at most 256 KiB of it; empty at its end."""
        return await self._streams.stdout.read()

    def write(self, data: bytes) -> None:
        """Give `data` to the agent's stdin, without ever blocking.

        Raises `AgentInputClosed`, or `AgentInputFull` when the agent has left too much unread.
        """
        self._streams.stdin.write(data)

    async def stop(self, grace: float = STOP_GRACE) -> ExitStatus:
        """End the agent: stdin closed, then SIGTERM, then SIGKILL for the whole tree.

        SIGTERM comes after a quarter of `grace` (seconds), SIGKILL after all of it. Returns when
        nothing is left. Raises `ProcessTreeSurvived` when something outlives SIGKILL. May be called
        often and at once; goes on to the end even when the caller is cancelled.
        """
        self._is_deliberate = True
        self._streams.stdin.close()
        return await self._end(grace / 4, grace)

    async def kill(self) -> ExitStatus:
        """SIGKILL for the whole tree, now. Otherwise as `stop`."""
        self._is_deliberate = True
        return await self._end(0, 0)

    async def _end(self, term_after: float, kill_after: float) -> ExitStatus:
        self._supervisor.stop(term_after, kill_after)
        try:
            async with asyncio.timeout(max(PROVEN_WITHIN, kill_after + 1)):
                await asyncio.shield(self._watch)
        except TimeoutError:
            left = tuple(process.pid for process in self._supervisor.tree())
            raise ProcessTreeSurvived(left) from None
        return await self.exited

    async def _see_it_out(self) -> None:
        """From the start to the proof that nothing is left."""
        raw = await self._supervisor.exited
        is_deliberate = self._is_deliberate
        try:
            async with asyncio.timeout(LAST_WORDS):
                await self._streams.stderr.ended
        except TimeoutError:
            log.debug("Something holds the stderr of agent %d open", self.pid)
        self.exited.set(ExitStatus(raw.code, raw.signal, self.stderr_tail, is_deliberate))
        await self._supervisor.gone
        self._streams.finish()
        self._registry.remove(self._record.tree_id)
