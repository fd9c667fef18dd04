"""The settings change while an agent is being started (scenario W23)."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import anyio

from easel_acp.catalogue import AgentDefinition
from easel_acp.process.registry import ProcessRegistry
from easel_acp.worker.config import OwnServers, Surroundings, WorkerConfig
from easel_acp.worker.spares import SpareLimits
from easel_acp.worker.workers import AgentWorkers
from easel_conversation.conversation import Conversation
from easel_conversation.events import TurnEnded
from easel_conversation.ids import AgentName
from easel_conversation.inputs import Prompt
from easel_conversation.policy import Policy
from easel_conversation.store import ConversationStore, new_turn_id
from easel_conversation.values import JsonObject
from easel_testing.agents import scripted_agent
from easel_testing.open_documents import InMemoryDocuments
from easel_testing.stores import Clock, new_conversation

DEADLINE = 20.0


class NoServers(OwnServers):
    """Easel gives nothing of its own to the agents."""

    @asynccontextmanager
    async def serving(self, _: Conversation) -> AsyncIterator[tuple[JsonObject, ...]]:
        yield ()


class Settings:
    """The agent that the settings name; `change` happens right after it was first looked up."""

    def __init__(self, now: AgentDefinition, change: Callable[["Settings"], Awaitable[None]]):
        self.now = now
        self._change = change
        self._changed = False

    async def find(self, _: AgentName) -> AgentDefinition:
        found = self.now
        if not self._changed:
            self._changed = True
            await self._change(self)
        return found


def definition(directory: Path, colour: str) -> AgentDefinition:
    agent = scripted_agent(directory, features="load")
    name = AgentName("test")
    return AgentDefinition(name, name, tuple(agent.command), "settings", env={"COLOUR": colour})


CONFIG = WorkerConfig(
    startup_seconds=DEADLINE,
    load_seconds=DEADLINE,
    on_load_failure="fresh",
    max_line_bytes=1_000_000,
    terminal_output_bytes=1_000_000,
    trace="off",
    mcp_servers=(),
    canvas_tools=False,
)


async def test_w23_a_change_while_the_agent_starts_holds_for_the_prompt_that_waits_for_it(
    tmp_path: Path,
) -> None:
    red, green = (definition(tmp_path / "agent", colour) for colour in ("red", "green"))

    async def change(settings: Settings) -> None:
        settings.now = green
        await workers.settings_changed()

    surroundings = Surroundings(
        config=lambda: CONFIG,
        find_agent=Settings(red, change).find,
        documents=InMemoryDocuments(),
        processes=ProcessRegistry(tmp_path),
        own_servers=NoServers(),
        version="1",
    )
    async with anyio.create_task_group() as tasks:
        workers = AgentWorkers(tasks, surroundings, lambda: SpareLimits(0, DEADLINE))
        store = ConversationStore(
            tmp_path,
            tasks,
            connect=workers.connect,
            welcome=lambda _: None,
            policy=Policy,
            now_ms=Clock(),
        )
        conversation = await new_conversation(store, cwd=str(tmp_path))
        ended = conversation.expect(lambda event: isinstance(event, TurnEnded))
        text = {"type": "text", "text": "report env COLOUR"}
        conversation.dispatch(Prompt(new_turn_id(), (text,)))

        with anyio.fail_after(DEADLINE):
            await ended

        assert conversation.sight.glance.last_line == "green"
        await workers.end()
        await store.aclose()
        tasks.cancel_scope.cancel()
