"""A pause whose turn never ends is an error, not a hang and not a success."""

from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from msgspec.structs import replace

from easel_conversation.conversation import Conversation
from easel_conversation.effects import AgentEffect, KillAgent, SendCancel
from easel_conversation.ids import AcpSessionId, AgentName, ConversationId, Epoch, TurnId
from easel_conversation.inputs import AgentReady, Prompt, SessionMetadata
from easel_conversation.policy import Policy
from easel_conversation.state import ConversationState
from easel_server.errors import EaselError
from easel_server.features import stopping
from easel_server.features.context import Context
from easel_server.protocol.conversation import ConversationParams
from easel_server.settings import Settings
from easel_testing.memory_log import MemoryLog

ID = ConversationId("c1")
TURN = TurnId("t1")


@dataclass
class Immortal:
    """An agent that is told to stop and killed in vain: its end is never reported."""

    done: list[AgentEffect] = field(default_factory=list)

    def perform(self, effect: AgentEffect) -> None:
        """Keep it, and do nothing."""
        self.done.append(effect)


@dataclass
class Workers:
    """Knows the process of the agent."""

    def pid_of(self, conversation_id: ConversationId) -> int:
        """Some number."""
        return 4711


@dataclass
class FakeCore:
    """What a pause needs of a core."""

    settings: Settings
    workers: Workers = field(default_factory=Workers)
    deleting: frozenset[ConversationId] = frozenset()


@dataclass
class FakeContext:
    """What a pause needs of a context."""

    core: FakeCore
    made: Conversation

    async def conversation(self, conversation_id: ConversationId) -> Conversation:
        """The only one there is."""
        return self.made


def busy_conversation(agent: Immortal) -> Conversation:
    """A conversation whose agent has a prompt."""
    state = ConversationState(id=ID, agent=AgentName("test"), cwd="/", created_at_ms=0)
    policy = Policy(cancel_timeout_ms=1)
    conversation = Conversation(state, MemoryLog(), lambda _: agent, lambda: policy, lambda: 0)
    conversation.dispatch(Prompt(TURN, ({"type": "text", "text": "hang"},)))
    metadata = SessionMetadata()
    conversation.dispatch(
        AgentReady(Epoch(1), AcpSessionId("s1"), None, None, metadata, restored=None)
    )
    return conversation


async def test_a_pause_that_the_agent_outlives_is_a_cancel_timeout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stopping, "KILL_SECONDS", 0.2)
    agent = Immortal()
    conversation = busy_conversation(agent)
    settings = Settings()
    fast = FakeCore(settings=_with_timeout(settings, 1))
    context: Any = FakeContext(fast, conversation)

    with pytest.raises(EaselError) as caught:
        await stopping.pause(cast("Context", context), ConversationParams(conversation_id=ID))

    assert caught.value.kind == "cancelTimeout"
    assert (caught.value.data["turnId"], caught.value.data["pid"]) == (TURN, 4711)
    assert caught.value.data["elapsedMs"] > 0
    assert [type(effect) for effect in agent.done[-2:]] == [SendCancel, KillAgent]
    assert conversation.state.turn is not None
    conversation.close()


def _with_timeout(settings: Settings, timeout_ms: int) -> Settings:
    return replace(settings, cancel=replace(settings.cancel, timeout_ms=timeout_ms))
