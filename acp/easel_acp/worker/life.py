"""One life of an agent: from the start of its process to the proof that nothing of it is left."""

import logging

import anyio

from easel_acp.process.agent_process import AgentProcess
from easel_acp.process.errors import ProcessTreeSurvived
from easel_acp.process.exit_status import ExitStatus
from easel_acp.process.once import Once
from easel_acp.worker.config import Surroundings
from easel_acp.worker.launch import Launch
from easel_acp.worker.session import AgentSession
from easel_acp.worker.setup import Introduction

logger = logging.getLogger(__name__)

STOP_SECONDS = 2.0
"""How long an agent that is let go may take to end by itself."""


class AgentLife:
    """A started process and the agent in it. At first it may serve no conversation: a spare.

    `over` is set when nothing of the process is left.
    """

    def __init__(self, launch: Launch, process: AgentProcess, surroundings: Surroundings) -> None:
        self.launch = launch
        self.process = process
        self.session = AgentSession(process, surroundings.config())
        self.over = Once[ExitStatus]()
        self._introduction = Introduction(version=surroundings.version, withheld=launch.withheld)
        self._dismissed = False
        self._living = anyio.CancelScope()

    @property
    def dismissed(self) -> bool:
        """Whether its end was wanted."""
        return self._dismissed

    def dismiss(self) -> None:
        """End it: the process is given a moment to end by itself."""
        self._dismissed = True
        self._living.cancel()

    async def kill(self) -> None:
        """End the process and all below it at once."""
        self._dismissed = True
        try:
            await self.process.kill()
        except ProcessTreeSurvived as error:
            logger.error("%s", error)
            self._living.cancel()

    async def run(self) -> None:
        """Live. When this returns, nothing of the agent is left."""
        try:
            with self._living:
                await self.session.run(self._introduction)
        finally:
            with anyio.CancelScope(shield=True):
                self.over.set(await self._see_out())

    async def _see_out(self) -> ExitStatus:
        try:
            return await self.process.stop(STOP_SECONDS)
        except ProcessTreeSurvived as error:
            logger.error("%s", error)
            return ExitStatus(None, None, self.process.stderr_tail, deliberate=True)
