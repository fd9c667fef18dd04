"""The agent of one conversation: takes effects on, has one agent in service at a time."""

import logging
from functools import partial

import anyio
from anyio.abc import TaskGroup

from easel_acp.process.agent_process import AgentProcess
from easel_acp.process.errors import AgentStartError
from easel_acp.process.registry import Served
from easel_acp.worker import failures
from easel_acp.worker.config import Surroundings
from easel_acp.worker.errors import AgentUnavailable
from easel_acp.worker.launch import Launch
from easel_acp.worker.life import AgentLife
from easel_acp.worker.outdated import is_outdated
from easel_acp.worker.preferences import NO_DEFAULTS, defaults_of, wanted_of
from easel_acp.worker.service import Service
from easel_acp.worker.session import AgentSession
from easel_acp.worker.spares import Spares
from easel_conversation.conversation import Conversation
from easel_conversation.effects import (
    AgentEffect,
    AnswerElicitation,
    AnswerPermission,
    ChooseOnLoadFailure,
    KillAgent,
    SendCancel,
    SendPrompt,
    StartAgent,
    SteerPrompt,
    StopAgent,
)
from easel_conversation.ids import Epoch
from easel_conversation.inputs import AgentFailed, AgentOutdated, AgentUpdated, SessionMetadata
from easel_conversation.values import OnLoadFailure

logger = logging.getLogger(__name__)


class AgentWorker:
    """Carries out the effects of one conversation. Implements its `Agent`."""

    def __init__(
        self,
        conversation: Conversation,
        tasks: TaskGroup,
        surroundings: Surroundings,
        spares: Spares,
    ) -> None:
        self._conversation = conversation
        self._tasks = tasks
        self._surroundings = surroundings
        self._spares = spares
        self._one_at_a_time = anyio.Lock()
        self._starting: dict[Epoch, anyio.CancelScope] = {}
        self._on_load_failure: dict[Epoch, OnLoadFailure | None] = {}
        self._service: Service | None = None
        self._former_defaults = NO_DEFAULTS
        self._changed_since_lookup = False
        self._ended = False

    @property
    def service(self) -> Service | None:
        """The service that an agent does now; it may be ending."""
        return self._service

    def perform(self, effect: AgentEffect) -> None:
        """Take the effect on. Never blocks, never raises."""
        if isinstance(effect, StartAgent):
            self._starting[effect.epoch] = anyio.CancelScope()
            self._on_load_failure[effect.epoch] = effect.on_load_failure
            if not self._ended:
                self._tasks.start_soon(self._serve, effect)
            return
        if isinstance(effect, ChooseOnLoadFailure):
            self._on_load_failure[effect.epoch] = effect.on_load_failure
            return
        service = self._service
        if service is None or service.epoch != effect.epoch:
            starting = self._starting.get(effect.epoch)
            if starting is not None and isinstance(effect, StopAgent | KillAgent):
                starting.cancel()
        elif isinstance(effect, StopAgent):
            service.life.dismiss()
        elif isinstance(effect, KillAgent):
            self._tasks.start_soon(service.life.kill)
        else:
            self._perform_in(service.life.session, effect)

    async def set_mode(self, mode_id: str) -> None:
        """Choose a mode of the session.

        Raises:
            AgentConnectionError: the agent refused, or did not answer.
        """
        await self._session().set_mode(mode_id)
        self._told(SessionMetadata(current_mode_id=mode_id))

    async def set_config_option(self, config_id: str, value: str | bool) -> None:
        """Choose a value of one of the session's options.

        Raises:
            AgentConnectionError: the agent refused, or did not answer.
        """
        options = await self._session().set_config_option(config_id, value)
        self._told(SessionMetadata(config_options=options))

    async def settings_changed(self) -> None:
        """Tell the conversation if its agent would be started differently now (scenario W23)."""
        service = self._service
        if service is None:
            self._changed_since_lookup = True  # what is being started was looked up before
        elif await is_outdated(service, self._surroundings):
            self._conversation.dispatch(AgentOutdated(service.epoch))

    async def end(self) -> None:
        """Have every process gone before this returns, and start none any more."""
        self._ended = True
        for scope in self._starting.values():
            scope.cancel()
        if self._service is not None:
            self._service.life.dismiss()
        async with self._one_at_a_time:
            return

    def _perform_in(self, session: AgentSession, effect: AgentEffect) -> None:
        match effect:
            case SendPrompt():
                session.send_prompt(effect)
            case SendCancel():
                session.send_cancel()
            case AnswerPermission():
                session.incoming.questions.answer_permission(effect)
            case AnswerElicitation():
                session.incoming.questions.answer_elicitation(effect)
            case SteerPrompt():
                session.steer(effect)

    def _session(self) -> AgentSession:
        assert self._service is not None
        return self._service.life.session

    def _told(self, metadata: SessionMetadata) -> None:
        epoch = self._conversation.state.epoch
        self._conversation.dispatch(AgentUpdated(epoch, (metadata,)))

    async def _serve(self, start: StartAgent) -> None:
        """Have an agent serve an epoch, once the service before it is over."""
        epoch = start.epoch
        try:
            async with self._one_at_a_time:
                await self._employ_and_serve(start)
        except Exception:  # the rim of the task: the conversation must learn of it
            logger.exception("the worker of conversation %s failed", self._conversation.state.id)
            self._fail(epoch, "Easel failed to run the agent; its log says why.")
        finally:
            self._service = None
            self._starting.pop(epoch, None)
            self._on_load_failure.pop(epoch, None)

    async def _employ_and_serve(self, start: StartAgent) -> None:
        with self._starting[start.epoch]:
            self._changed_since_lookup = False
            try:
                definition = await self._surroundings.find_agent(self._conversation.state.agent)
                launch = Launch.of(definition, self._conversation.state.cwd)
                life = await self._employ(launch, start.epoch)
            except (AgentUnavailable, AgentStartError) as error:
                self._fail(start.epoch, str(error))
                return
            defaults = defaults_of(definition)
            chosen = partial(self._on_load_failure.get, start.epoch)
            self._service = Service(start, chosen, self._conversation, life, defaults)
            if self._changed_since_lookup:
                self._tasks.start_soon(self.settings_changed)
        if self._service is not None:
            wanted = wanted_of(self._conversation.state.session, defaults, self._former_defaults)
            self._former_defaults = defaults
            around = self._surroundings
            try:
                await self._service.run(wanted, around.documents, around.own_servers)
            finally:
                life.dismiss()  # it is over already, unless serving it failed

    async def _employ(self, launch: Launch, epoch: Epoch) -> AgentLife:
        """A spare, or a new process.

        Raises:
            AgentStartError: no process could be started.
        """
        serves = Served(self._conversation.state.id, epoch)
        life = self._spares.take(launch)
        if life is None:
            processes = self._surroundings.processes
            process = await AgentProcess.start(launch.spec, processes, serves=serves)
            life = AgentLife(launch, process, self._surroundings)
            self._tasks.start_soon(life.run)
        else:
            life.process.serve(serves)
        self._spares.used(launch)
        return life

    def _fail(self, epoch: Epoch, reason: str) -> None:
        error = failures.of_start(reason)
        self._conversation.dispatch(AgentFailed(epoch, error, failures.parked_cause(error)))
