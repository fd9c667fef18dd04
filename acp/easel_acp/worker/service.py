"""An agent in the service of a conversation, for one epoch."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
from msgspec.structs import replace

from easel_acp.client_requests.dispatch import ClientRequests
from easel_acp.files.access import FileAccess
from easel_acp.files.documents import OpenDocuments
from easel_acp.files.roots import Roots
from easel_acp.process.exit_status import ExitStatus
from easel_acp.terminals.registry import TerminalLimits, open_terminals
from easel_acp.worker import failures
from easel_acp.worker.config import OwnServers
from easel_acp.worker.life import AgentLife
from easel_acp.worker.live_terminals import LiveTerminals
from easel_acp.worker.preferences import Wanted
from easel_acp.worker.session import Assignment
from easel_conversation.conversation import Conversation
from easel_conversation.effects import StartAgent
from easel_conversation.inputs import AgentExited, AgentUpdated, Signal, TerminalUpdate
from easel_conversation.values import JsonObject, OnLoadFailure


class Service:
    """Signals `AgentFailed`, or `AgentReady` and in the end `AgentExited`."""

    def __init__(
        self,
        start: StartAgent,
        chosen: Callable[[], OnLoadFailure | None],
        conversation: Conversation,
        life: AgentLife,
        defaults: Wanted,
    ) -> None:
        """`chosen`: see `Assignment`. `defaults`: what the settings say of the agent's sessions."""
        self.epoch = start.epoch
        self._start = start
        self._chosen = chosen
        self.defaults = defaults
        self.life = life
        self.conversation = conversation
        self._live = LiveTerminals(self._tell_terminals)

    async def run(self, wanted: Wanted, documents: OpenDocuments, own: OwnServers) -> None:
        """Serve until nothing of the agent is left."""
        life = self.life
        async with (
            self._client_requests(documents) as requests,
            self._own_servers(own) as servers,
        ):
            state = self.conversation.state
            state = replace(state, mcp_servers=(*state.mcp_servers, *servers))
            life.session.incoming.pace(self.conversation.log.drained)
            life.session.assign(
                Assignment(self._start, self._chosen, state, wanted, requests, self._signal)
            )
            await life.session.over
            exited = life.process.exited.value
            if exited is not None:
                # The turn is settled before what the agent left behind is ended.
                self._tell_exit(exited, "ended unexpectedly")
        self._tell_exit(await life.over, "closed its output and was ended")

    def _tell_exit(self, status: ExitStatus, what: str) -> None:
        error = failures.of_exit(status, what)
        self._signal(AgentExited(self.epoch, deliberate=self.life.dismissed, error=error))

    @asynccontextmanager
    async def _own_servers(self, own: OwnServers) -> AsyncIterator[tuple[JsonObject, ...]]:
        if not self.life.session.config.canvas_tools:
            yield ()
            return
        async with own.serving(self.conversation) as servers:
            yield servers

    @asynccontextmanager
    async def _client_requests(self, documents: OpenDocuments) -> AsyncIterator[ClientRequests]:
        state = self.conversation.state
        roots = Roots.of(Path(state.cwd), map(Path, state.additional_directories))
        limits = TerminalLimits(output_bytes=self.life.session.config.terminal_output_bytes)
        async with (
            open_terminals(
                roots, on_output=self._live.changed, on_release=self._live.released, limits=limits
            ) as terminals,
            anyio.create_task_group() as showing,
        ):
            showing.start_soon(self._live.run, terminals.output)
            yield ClientRequests(FileAccess(roots, documents), terminals)
            showing.cancel_scope.cancel()

    def _tell_terminals(self, updates: tuple[TerminalUpdate, ...]) -> None:
        self.conversation.dispatch(AgentUpdated(self.epoch, updates))

    def _signal(self, signal: Signal) -> None:
        self.conversation.dispatch(signal)
        if isinstance(signal, AgentUpdated):
            self._live.embedded(signal.updates)
