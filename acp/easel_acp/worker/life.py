"""One life of an agent: from the start of its process to the proof that nothing of it is left."""

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio

from easel_acp.catalogue import AgentDefinition
from easel_acp.client_requests.dispatch import ClientRequests
from easel_acp.files.access import FileAccess
from easel_acp.files.roots import Roots
from easel_acp.process.agent_process import AgentProcess
from easel_acp.process.errors import AgentStartError, ProcessTreeSurvived
from easel_acp.process.exit_status import ExitStatus
from easel_acp.process.launch import LaunchSpec, agent_environment
from easel_acp.terminals.registry import open_terminals
from easel_acp.worker import failures
from easel_acp.worker.config import AgentUnavailable, Surroundings
from easel_acp.worker.live_terminals import LiveTerminals
from easel_acp.worker.preferences import Wanted
from easel_acp.worker.session import AgentSession
from easel_conversation.conversation import Conversation
from easel_conversation.ids import Epoch
from easel_conversation.inputs import AgentExited, AgentFailed, AgentUpdated, Signal

logger = logging.getLogger(__name__)

STOP_SECONDS = 2.0
"""How long an agent that is let go may take to end by itself."""


class AgentLife:
    """Signals `AgentFailed`, or `AgentReady` and in the end `AgentExited`."""

    def __init__(
        self, epoch: Epoch, conversation: Conversation, surroundings: Surroundings
    ) -> None:
        self.epoch = epoch
        self.process: AgentProcess | None = None
        self.session: AgentSession | None = None
        self._conversation = conversation
        self._surroundings = surroundings
        self._dismissed = False
        self._living = anyio.CancelScope()

    def dismiss(self) -> None:
        """End it: the process is given a moment to end by itself."""
        self._dismissed = True
        self._living.cancel()

    async def kill(self) -> None:
        """End the process and all below it at once; its exit is signalled as any other."""
        if self.process is None:
            self.dismiss()
            return
        self._dismissed = True
        try:
            await self.process.kill()
        except ProcessTreeSurvived as error:
            logger.error("conversation %s: %s", self._conversation.state.id, error)
            self._living.cancel()

    async def run(self) -> None:
        """Live. When this returns, nothing of the agent is left."""
        with self._living:
            await self._run()

    async def _run(self) -> None:
        state = self._conversation.state
        try:
            definition = await self._surroundings.find_agent(state.agent)
            self.process = await AgentProcess.start(
                _launch_spec(definition, Path(state.cwd)),
                self._surroundings.processes,
                conversation_id=state.id,
            )
        except (AgentUnavailable, AgentStartError) as error:
            self.fail(str(error))
            return
        try:
            await self._live_with(self.process, definition)
        finally:
            with anyio.CancelScope(shield=True):
                await self._see_out(self.process)

    def fail(self, reason: str) -> None:
        """Signal that the agent could not be started."""
        error = failures.of_start(reason)
        self._signal(AgentFailed(self.epoch, error, failures.parked_cause(error)))

    async def _live_with(self, process: AgentProcess, definition: AgentDefinition) -> None:
        async with self._client_requests() as requests:
            self.session = AgentSession(
                self.epoch, process, requests, self._signal, self._surroundings.config()
            )
            await self.session.run(
                self._conversation.state,
                Wanted(definition.default_mode, definition.default_config_options),
                self._surroundings.version,
            )
            if (status := process.exited.value) is not None:
                # The turn is settled before what the agent left behind is ended.
                self._signal(self._exit_signal(status))

    @asynccontextmanager
    async def _client_requests(self) -> AsyncIterator[ClientRequests]:
        state = self._conversation.state
        roots = Roots.of(Path(state.cwd), map(Path, state.additional_directories))
        live = LiveTerminals(lambda updates: self._signal(AgentUpdated(self.epoch, updates)))
        async with (
            open_terminals(roots, on_output=live.changed, on_release=live.released) as terminals,
            anyio.create_task_group() as showing,
        ):
            showing.start_soon(live.run, terminals.output)
            yield ClientRequests(FileAccess(roots, self._surroundings.documents), terminals)
            showing.cancel_scope.cancel()

    async def _see_out(self, process: AgentProcess) -> None:
        """Have the process and all below it gone, and say so."""
        had_exited = process.exited.is_set
        try:
            status = await process.stop(STOP_SECONDS)
        except ProcessTreeSurvived as error:
            logger.error("conversation %s: %s", self._conversation.state.id, error)
            status = ExitStatus(None, None, process.stderr_tail, deliberate=True)
        self._signal(self._exit_signal(status, closed_output=not had_exited))

    def _exit_signal(self, status: ExitStatus, *, closed_output: bool = False) -> AgentExited:
        closed_output = closed_output and not self._dismissed
        what = "closed its output and was ended" if closed_output else "ended unexpectedly"
        error = failures.of_exit(status, what)
        return AgentExited(self.epoch, deliberate=self._dismissed, error=error)

    def _signal(self, signal: Signal) -> None:
        self._conversation.dispatch(signal)


def _launch_spec(definition: AgentDefinition, cwd: Path) -> LaunchSpec:
    environment = agent_environment(os.environ, definition.env)
    return LaunchSpec(command=definition.command, cwd=cwd, env=environment)
