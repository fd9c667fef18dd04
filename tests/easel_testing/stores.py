"""Stores of conversations without a server, and conversations without an agent."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio

from easel_conversation.conversation import Conversation
from easel_conversation.disk.catalogue import Place, Selection
from easel_conversation.effects import AgentEffect
from easel_conversation.ids import AcpSessionId, AgentName, ConversationId, TurnId
from easel_conversation.inputs import (
    AgentReady,
    AgentUpdated,
    MessageChunk,
    Prompt,
    PromptAnswered,
    SessionMetadata,
)
from easel_conversation.policy import Policy
from easel_conversation.store import ConversationStore, new_turn_id
from easel_conversation.values import Usage


class NoAgent:
    """Takes effects and does nothing: what an agent would say, the test says."""

    def perform(self, effect: AgentEffect) -> None:
        """Take an effect."""


class Clock:
    """A second goes by each time that somebody looks."""

    def __init__(self) -> None:
        self.ms = 1_700_000_000_000

    def __call__(self) -> int:
        self.ms += 1_000
        return self.ms


@asynccontextmanager
async def open_store(
    directory: Path, clock: Clock | None = None
) -> AsyncIterator[ConversationStore]:
    """The life of a store in a state folder, which ends in order."""
    async with anyio.create_task_group() as tasks:
        store = ConversationStore(
            directory,
            tasks,
            connect=lambda _: NoAgent(),
            welcome=lambda _: None,
            policy=Policy,
            now_ms=clock or Clock(),
        )
        yield store
        await store.aclose()


async def new_conversation(
    store: ConversationStore, cwd: str = "/project", title: str = ""
) -> Conversation:
    """A conversation in which nothing has happened."""
    return await store.create(
        agent=AgentName("test"),
        cwd=cwd,
        title=title,
        additional_directories=("/more",),
        mcp_servers=({"name": "files"},),
    )


async def talk(conversation: Conversation, prompt: str, *answer: str) -> TurnId:
    """A turn from its prompt to its end, which is on disk then."""
    turn_id = begin_turn(conversation, prompt, *answer)
    epoch = conversation.state.epoch
    usage = Usage(input_tokens=10, output_tokens=5)
    conversation.dispatch(PromptAnswered(epoch, turn_id, "end_turn", usage))
    await conversation.log.kept()
    return turn_id


def begin_turn(conversation: Conversation, prompt: str, *answer: str) -> TurnId:
    """A turn in which the agent has said something and goes on."""
    turn_id = new_turn_id()
    conversation.dispatch(Prompt(turn_id, ({"type": "text", "text": prompt},)))
    epoch = conversation.state.epoch
    if conversation.state.process == "starting":
        metadata = SessionMetadata(modes={"currentModeId": "ask", "availableModes": []})
        session = AcpSessionId(f"session-{conversation.state.id}")
        conversation.dispatch(AgentReady(epoch, session, "Testy", "1.0", metadata, restored=None))
    for text in answer:
        chunk = MessageChunk("assistant", {"type": "text", "text": text})
        conversation.dispatch(AgentUpdated(epoch, (chunk,)))
    return turn_id


async def ids(
    store: ConversationStore,
    *,
    cwd: str | None = None,
    query: str = "",
    after: Place | None = None,
    limit: int = 100,
) -> list[ConversationId]:
    """The ids of a page of the list."""
    listing = await store.list(Selection(cwd, query, after, limit))
    return [sight.glance.id for sight in listing.found]
