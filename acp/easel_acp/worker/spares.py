"""Agents that are up before they are needed: a new conversation starts at once."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import anyio
from anyio.abc import TaskGroup

from easel_acp.process.agent_process import AgentProcess
from easel_acp.process.errors import AgentStartError
from easel_acp.worker.config import Surroundings
from easel_acp.worker.launch import Launch
from easel_acp.worker.life import AgentLife

logger = logging.getLogger(__name__)

MOST_LAUNCHES: Final = 3
"""For how many recently used agents a spare is kept."""


@dataclass(frozen=True, slots=True)
class SpareLimits:
    """How many spares wait for each recently used agent, and for how long (seconds)."""

    each: int
    ttl: float


class Spares:
    """Processes that are introduced and have no session. One serves only an equal launch."""

    def __init__(
        self, tasks: TaskGroup, surroundings: Surroundings, limits: Callable[[], SpareLimits]
    ) -> None:
        self._tasks = tasks
        self._surroundings = surroundings
        self._limits = limits
        self._waiting: dict[Launch, list[AgentLife]] = {}
        self._starting: Counter[Launch] = Counter()

    def __iter__(self) -> Iterator[AgentLife]:
        """Those that wait."""
        for lives in self._waiting.values():
            yield from lives

    def take(self, launch: Launch) -> AgentLife | None:
        """A spare that can serve, if one waits."""
        waiting = self._waiting.get(launch)
        return waiting.pop(0) if waiting else None

    def used(self, launch: Launch) -> None:
        """An agent was started like this: have spares for the next time."""
        limits = self._limits()
        if limits.each == 0:
            return
        missing = limits.each - len(self._waiting.get(launch, ())) - self._starting[launch]
        self._waiting[launch] = self._waiting.pop(launch, [])
        for _ in range(missing):
            self._starting[launch] += 1
            self._tasks.start_soon(self._start, launch, limits.ttl)
        self._forget_surplus()

    async def start(self, launch: Launch) -> AgentLife:
        """Start a process that is not offered to anybody before `keep`.

        Raises:
            AgentStartError: no process could be started.
        """
        process = await AgentProcess.start(launch.spec, self._surroundings.processes)
        life = AgentLife(launch, process, self._surroundings)
        self._tasks.start_soon(self._live, life)
        return life

    def keep(self, life: AgentLife) -> None:
        """Let a process that was started wait for a conversation, instead of others like it."""
        for other in self._waiting.pop(life.launch, []):
            other.dismiss()
        self._waiting[life.launch] = [life]
        self._tasks.start_soon(self._dismiss_after, self._limits().ttl, life)
        self._forget_surplus()

    def dismiss_all(self) -> None:
        """No spare is wanted any more."""
        for life in self:
            life.dismiss()
        self._waiting.clear()

    async def _start(self, launch: Launch, ttl: float) -> None:
        try:
            process = await AgentProcess.start(launch.spec, self._surroundings.processes)
        except AgentStartError as error:
            logger.info("no spare agent could be started: %s", error)
            return
        finally:
            self._starting[launch] -= 1
        life = AgentLife(launch, process, self._surroundings)
        waiting = self._waiting.get(launch)
        if waiting is None:
            life.dismiss()
        else:
            waiting.append(life)
        self._tasks.start_soon(self._dismiss_after, ttl, life)
        await self._live(life)

    async def _live(self, life: AgentLife) -> None:
        await life.run()
        self._forget(life)

    async def _dismiss_after(self, ttl: float, life: AgentLife) -> None:
        with anyio.move_on_after(ttl):
            await life.over
        if life in self._waiting.get(life.launch, ()):
            self._forget(life)
            life.dismiss()

    def _forget_surplus(self) -> None:
        """Let those go that wait for the agents that were not used for longest."""
        while len(self._waiting) > MOST_LAUNCHES:
            for life in self._waiting.pop(next(iter(self._waiting))):
                life.dismiss()

    def _forget(self, life: AgentLife) -> None:
        waiting = self._waiting.get(life.launch, [])
        if life in waiting:
            waiting.remove(life)
