"""The workers of all conversations of a server."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import anyio
from anyio.abc import TaskGroup

from easel_acp.catalogue import AgentDefinition
from easel_acp.connection.auth_methods import TerminalLogin
from easel_acp.connection.counters import ConnectionCounters
from easel_acp.connection.errors import AgentConnectionClosed
from easel_acp.process.agent_process import AgentProcess
from easel_acp.process.errors import AgentStartError
from easel_acp.worker import failures
from easel_acp.worker.config import Surroundings
from easel_acp.worker.errors import LoginFailed
from easel_acp.worker.launch import Launch
from easel_acp.worker.life import AgentLife
from easel_acp.worker.login import log_in
from easel_acp.worker.spares import SpareLimits, Spares
from easel_acp.worker.worker import AgentWorker
from easel_conversation.conversation import Conversation
from easel_conversation.ids import NO_EPOCH, AgentName, ConversationId, Epoch
from easel_conversation.values import ProcessStatus


@dataclass(frozen=True, slots=True)
class RunningAgent:
    """An agent process as it is now. Without a conversation it is a spare, of no epoch."""

    agent: AgentName
    conversation_id: ConversationId | None
    epoch: Epoch
    status: ProcessStatus
    process: AgentProcess
    counters: ConnectionCounters


class AgentWorkers:
    """Makes a worker for each conversation, and ends them all."""

    def __init__(
        self, tasks: TaskGroup, surroundings: Surroundings, limits: Callable[[], SpareLimits]
    ) -> None:
        self.spares = Spares(tasks, surroundings, limits)
        self._tasks = tasks
        self._surroundings = surroundings
        self._workers: dict[ConversationId, AgentWorker] = {}

    def connect(self, conversation: Conversation) -> AgentWorker:
        """The worker of a new conversation."""
        worker = AgentWorker(conversation, self._tasks, self._surroundings, self.spares)
        self._workers[conversation.state.id] = worker
        return worker

    def __contains__(self, conversation_id: ConversationId) -> bool:
        return conversation_id in self._workers

    def get(self, conversation_id: ConversationId) -> AgentWorker:
        """The worker of that conversation."""
        return self._workers[conversation_id]

    def running(self) -> Iterator[RunningAgent]:
        """Every agent process that there is now: those that serve, then the spares."""
        for worker in self._workers.values():
            service = worker.service
            if service is not None and not service.life.process.exited.is_set:
                state = service.conversation.state
                yield _running(service.life, state.process, state.id, service.epoch)
        for life in self.spares:
            yield _running(life, "ready" if life.session.introduced.is_set else "starting")

    async def log_in(
        self, definition: AgentDefinition, cwd: str, method_id: str
    ) -> TerminalLogin | None:
        """Log in to an agent; see `login.log_in`.

        The process that was logged in waits for a conversation in `cwd`: with some agents a login
        is worth nothing to another process.

        Raises:
            LoginFailed, AgentConnectionError: see `login.log_in`.
        """
        try:
            life = await self.spares.start(Launch.of(definition, cwd))
        except AgentStartError as error:
            raise LoginFailed(failures.of_start(str(error))) from error
        logged_in = False
        try:
            in_terminal = await log_in(life.session, definition, method_id)
            logged_in = in_terminal is None
            return in_terminal
        except AgentConnectionClosed as closed:
            gone = failures.of_exit(await life.over, "ended while somebody was logging in")
            raise LoginFailed(gone) from closed
        finally:
            if logged_in:
                self.spares.keep(life)
            else:
                life.dismiss()

    def pid_of(self, conversation_id: ConversationId) -> int | None:
        """The process id of the conversation's agent."""
        service = self._workers[conversation_id].service
        return None if service is None else service.life.process.pid

    async def settings_changed(self) -> None:
        """Have the agents that would be started differently now make way (scenario W23)."""
        for worker in tuple(self._workers.values()):
            await worker.settings_changed()

    async def remove(self, conversation_id: ConversationId) -> None:
        """End the agent of a conversation; it is gone when this returns."""
        await self._workers[conversation_id].end()
        self._workers.pop(conversation_id, None)

    async def end(self) -> None:
        """End every agent, all at once; those of conversations are gone when this returns."""
        self.spares.dismiss_all()
        async with anyio.create_task_group() as ending:
            for worker in self._workers.values():
                ending.start_soon(worker.end)


def _running(
    life: AgentLife,
    status: ProcessStatus,
    conversation_id: ConversationId | None = None,
    epoch: Epoch = NO_EPOCH,
) -> RunningAgent:
    return RunningAgent(
        agent=life.launch.agent,
        conversation_id=conversation_id,
        epoch=epoch,
        status=status,
        process=life.process,
        counters=life.session.counters,
    )
