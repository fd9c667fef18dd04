"""The agent of one conversation: takes effects on, keeps one life going at a time."""

import logging

import anyio
from anyio.abc import TaskGroup

from easel_acp.worker.config import Surroundings
from easel_acp.worker.life import AgentLife
from easel_acp.worker.session import AgentSession
from easel_conversation.conversation import Conversation
from easel_conversation.effects import (
    AgentEffect,
    AnswerElicitation,
    AnswerPermission,
    KillAgent,
    SendCancel,
    SendPrompt,
    StartAgent,
    SteerPrompt,
    StopAgent,
)
from easel_conversation.ids import Epoch
from easel_conversation.inputs import AgentUpdated, SessionMetadata

logger = logging.getLogger(__name__)


class AgentWorker:
    """Carries out the effects of one conversation. Implements its `Agent`."""

    def __init__(
        self, conversation: Conversation, tasks: TaskGroup, surroundings: Surroundings
    ) -> None:
        self._conversation = conversation
        self._tasks = tasks
        self._surroundings = surroundings
        self._one_at_a_time = anyio.Lock()
        self._lives: dict[Epoch, AgentLife] = {}

    @property
    def life(self) -> AgentLife | None:
        """The life whose process is there now."""
        return next((life for life in self._lives.values() if life.process), None)

    def perform(self, effect: AgentEffect) -> None:
        """Take the effect on. Never blocks, never raises."""
        if isinstance(effect, StartAgent):
            life = AgentLife(effect.epoch, self._conversation, self._surroundings)
            self._lives[effect.epoch] = life
            self._tasks.start_soon(self._live, life)
            return
        living = self._lives.get(effect.epoch)
        if living is None:
            return
        if isinstance(effect, StopAgent):
            living.dismiss()
        elif isinstance(effect, KillAgent):
            self._tasks.start_soon(living.kill)
        elif living.session is not None:
            self._perform_in(living.session, effect)

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

    async def end(self) -> None:
        """Have every process gone before this returns."""
        for life in tuple(self._lives.values()):
            life.dismiss()
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
        life = self.life
        assert life is not None
        assert life.session is not None
        return life.session

    def _told(self, metadata: SessionMetadata) -> None:
        epoch = self._conversation.state.epoch
        self._conversation.dispatch(AgentUpdated(epoch, (metadata,)))

    async def _live(self, life: AgentLife) -> None:
        """Run a life once the one before it is over."""
        try:
            async with self._one_at_a_time:
                await life.run()
        except Exception:  # the rim of the task: the conversation must learn of it
            logger.exception("the worker of conversation %s failed", self._conversation.state.id)
            life.fail("Easel failed to run the agent; its log says why.")
        finally:
            del self._lives[life.epoch]
