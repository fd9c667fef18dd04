"""Supervision without a keeper, for macOS, Windows and kernels that lack what the keeper needs.

The tree is found in three ways, because none of them is enough: by descent while the agent lives,
by its process group, and by the mark in the environment of everything it has started. What this
cannot do, other than the keeper: act after the server was killed. Then the sweep at the next start
finds what is left.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from typing import cast

import anyio

from easel_acp.process.errors import AgentNotExecutable, AgentStartFailed
from easel_acp.process.launch import TREE_ID, LaunchSpec
from easel_acp.process.once import Once
from easel_acp.process.portable_table import PortableTable
from easel_acp.process.process_table import MARK_LOOKS, ProcessId
from easel_acp.process.supervisor import AgentStreams, RawExit

LEFT_BEHIND_GRACE = 0.5
"""Seconds between SIGTERM and SIGKILL for what an agent leaves behind when it ends."""
GROUP_TRUST = 1.0
"""Seconds for which the number of a dead agent still means its group: numbers go round slowly."""
ROUND_PAUSE = 0.05
"""Seconds between two looks at what is left."""
CLEAN_UP_DEADLINE = 3.0
NEVER = float("inf")
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


class PortableSupervisor(asyncio.SubprocessProtocol):
    """One agent in a session of its own. A `Supervisor`."""

    keeper_pid = None

    def __init__(self, streams: AgentStreams, tree_id: str) -> None:
        self.exited = Once[RawExit]()
        self.gone = Once[None]()
        self.pid = 0
        self._pipes: dict[int, asyncio.Protocol] = {1: streams.stdout, 2: streams.stderr}
        self._stdin = streams.stdin
        self._tree_id = tree_id
        self._table = PortableTable()
        self._seen = frozenset[ProcessId]()
        self._group_trusted_until = NEVER
        self._open_pipes = {0, 1, 2}
        self._term_at = NEVER
        self._kill_at = NEVER
        self._hastened = asyncio.Event()
        self._transport: asyncio.SubprocessTransport | None = None
        self._ending: asyncio.Task[None] | None = None

    def stop(self, term_after: float, kill_after: float) -> None:
        """See `Supervisor.stop`."""
        now = asyncio.get_running_loop().time()
        self._term_at = min(self._term_at, now + term_after)
        self._kill_at = min(self._kill_at, now + kill_after)
        self._hastened.set()

    def tree(self) -> list[ProcessId]:
        """See `Supervisor.tree`."""
        found = {*self._seen, *self._table.marked(self._tree_id)}
        if not self.exited.is_set and (agent := self._table.find(self.pid)):
            found |= {agent, *self._table.below(self.pid)}
        self._seen = frozenset(seen for seen in found if self._table.find(seen.pid) == seen)
        return list(self._seen)

    def resident_bytes(self) -> int:
        """See `Supervisor.resident_bytes`."""
        return self._table.resident_bytes(self.tree())

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The agent runs."""
        self._transport = cast("asyncio.SubprocessTransport", transport)
        self.pid = self._transport.get_pid()
        for number, protocol in ((0, self._stdin), *self._pipes.items()):
            if (pipe := self._transport.get_pipe_transport(number)) is not None:
                protocol.connection_made(pipe)
        self._ending = asyncio.create_task(self._end_it(), name=f"end of {self.pid}")

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Output of the agent."""
        self._pipes[fd].data_received(data)

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        """One pipe is at its end."""
        (self._pipes.get(fd) or self._stdin).connection_lost(exc)
        self._open_pipes.discard(fd)
        self._close_when_over()

    def process_exited(self) -> None:
        """The child watcher has seen it, whatever its pipes do."""
        assert self._transport is not None
        code = self._transport.get_returncode()
        self.exited.set(RawExit() if code is None else RawExit.from_code(code))
        self._group_trusted_until = asyncio.get_running_loop().time() + GROUP_TRUST
        self.stop(0, LEFT_BEHIND_GRACE)
        self._close_when_over()

    def _close_when_over(self) -> None:
        if self.exited.is_set and not self._open_pipes and self._transport is not None:
            self._transport.close()

    async def _end_it(self) -> None:
        """SIGTERM when it is due, SIGKILL when it is due, until nothing is left."""
        await self._until_sigterm_is_due()
        self._signal_group(signal.SIGTERM)
        for process in await asyncio.to_thread(self.tree):
            self._table.terminate(process)
        empty_looks = 0
        while empty_looks < MARK_LOOKS:
            left = await asyncio.to_thread(self.tree)
            empty_looks = 0 if left else empty_looks + 1
            if asyncio.get_running_loop().time() >= self._kill_at:
                self._signal_group(KILL)
                for process in left:
                    self._table.kill(process)
            await asyncio.sleep(ROUND_PAUSE)
        await self.exited
        self.gone.set(None)

    async def _until_sigterm_is_due(self) -> None:
        loop = asyncio.get_running_loop()
        while (left := self._term_at - loop.time()) > 0:
            self._hastened.clear()
            with anyio.move_on_after(left):
                await self._hastened.wait()

    def _signal_group(self, number: int) -> None:
        """Signal the agent's group, as long as no other can have got its number."""
        if sys.platform == "win32" or asyncio.get_running_loop().time() > self._group_trusted_until:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)


async def start_portably(
    executable: str, spec: LaunchSpec, tree_id: str, streams: AgentStreams
) -> PortableSupervisor:
    """Start the agent, or raise `AgentStartError`. Raised or cancelled: nothing is left."""
    supervisor = PortableSupervisor(streams, tree_id)
    creation = asyncio.create_task(_create(supervisor, executable, spec, tree_id))
    try:
        await asyncio.shield(creation)
    except FileNotFoundError as error:
        raise AgentNotExecutable(spec.command[0], "its interpreter is missing") from error
    except OSError as error:
        raise AgentStartFailed(spec.program, error.strerror or str(error)) from error
    except asyncio.CancelledError:
        await _clean_up(creation, supervisor)
        raise
    return supervisor


async def _create(
    supervisor: PortableSupervisor, executable: str, spec: LaunchSpec, tree_id: str
) -> None:
    await asyncio.get_running_loop().subprocess_exec(
        lambda: supervisor,
        executable,
        *spec.command[1:],
        cwd=spec.cwd,
        env={**spec.env, TREE_ID: tree_id},
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )


async def _clean_up(creation: asyncio.Task[None], supervisor: PortableSupervisor) -> None:
    """End what is being created: a creation that is cancelled half-way would leave it behind."""
    with anyio.move_on_after(CLEAN_UP_DEADLINE, shield=True):
        await asyncio.wait([creation])
        if creation.exception() is None:
            supervisor.stop(0, 0)
            await supervisor.gone
