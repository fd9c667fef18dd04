"""At what pace an editor is told of the conversations that it follows."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import anyio

from easel_conversation.conversation import Conversation
from easel_conversation.effects import AgentEffect
from easel_conversation.ids import AgentName, ConversationId
from easel_conversation.inputs import Rename
from easel_conversation.policy import Policy
from easel_conversation.state import ConversationState
from easel_server.editors.subscriptions import Subscriptions
from easel_server.protocol.base import Params
from easel_server.protocol.notifications import DidUpdateParams
from easel_testing.memory_log import MemoryLog

GUARD_SECONDS = 10


class NoAgent:
    """Does nothing."""

    def perform(self, effect: AgentEffect) -> None:
        """Nothing."""


@dataclass
class Told:
    """An editor that reads everything, and what it was told."""

    congested: bool = False
    updates: list[DidUpdateParams] = field(default_factory=list)

    async def drained(self) -> None:
        """At once."""

    def notify(self, method: str, params: Params) -> None:
        """Keep the events."""
        if isinstance(params, DidUpdateParams):
            self.updates.append(params)


def conversation(name: str, follow: Callable[[Conversation], None]) -> Conversation:
    """A conversation that is followed from its beginning."""
    state = ConversationState(
        id=ConversationId(name),
        agent=AgentName("test"),
        cwd="/",
        created_at_ms=0,
        updated_at_ms=0,
    )
    made = Conversation(state, MemoryLog(), lambda _: NoAgent(), Policy, lambda: 0)
    follow(made)
    return made


async def test_the_first_news_of_a_conversation_does_not_wait_for_the_frame_of_another() -> None:
    editor = Told()
    subscriptions = Subscriptions(editor, lambda: None)
    busy, quiet = (
        conversation(name, lambda made: subscriptions.follow(made, 0)) for name in ("busy", "quiet")
    )
    for made in (busy, quiet):
        made.listen(subscriptions.note)

    busy.dispatch(Rename("first"))
    await subscriptions.flush()
    busy.dispatch(Rename("second"))
    quiet.dispatch(Rename("third"))
    await subscriptions.flush()

    assert [update.conversation_id for update in editor.updates] == ["busy", "quiet"]


async def test_what_comes_within_a_frame_is_told_together_at_its_end() -> None:
    editor, due = Told(), asyncio.Event()
    subscriptions = Subscriptions(editor, due.set)
    busy = conversation("busy", lambda made: subscriptions.follow(made, 0))
    busy.listen(subscriptions.note)

    busy.dispatch(Rename("first"))
    await subscriptions.flush()
    due.clear()
    for title in ("second", "third"):
        busy.dispatch(Rename(title))
        await subscriptions.flush()
    assert len(editor.updates) == 1
    with anyio.fail_after(GUARD_SECONDS):
        await due.wait()
    await subscriptions.flush()

    assert [len(update.events) for update in editor.updates] == [1, 2]
