"""Real agents as an editor sees them: an LSP client, the real server, an agent, a scripted model.

An agent takes seconds to start, so the tests of one agent share a server and a conversation.
"""

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import anyio
import pytest

from easel_testing.conversation_rules import check_events
from easel_testing.easel import easel
from easel_testing.easel_client import EaselClient
from easel_testing.model_server import ModelServer, model_server
from easel_testing.process_trees import Tree
from easel_testing.real_agents import AgentName, RealAgentUnavailableError, real_agent

pytestmark = pytest.mark.real_agent
GONE_SECONDS = 3.0
WAIT_SECONDS = 20.0
CAN_FORK = {AgentName.OPENCODE}
"""The others get a recap."""


@dataclass(frozen=True)
class Talk:
    """A conversation with a real agent."""

    client: EaselClient
    model: ModelServer
    id: str
    workspace: Path

    async def say(self, prompt: str) -> str:
        """What the agent answers to the prompt."""
        result = await self.client.prompt(self.id, prompt)
        assert result["endReason"] == "completed", result
        return self.client.text(self.id, turn=result["turnId"])

    async def stream(self) -> str:
        """A turn that has begun to stream an answer without end."""
        turn = await self.client.start(self.id, "SLOW 100000")
        await self.client.until(lambda: "word-3" in self.client.text(self.id, turn=turn))
        return turn

    async def use_tool(self, prompt: str, answer: str) -> str:
        """A turn that has asked for permission and was answered with the first such option."""
        turn = await self.client.start(self.id, prompt)
        asked = await self.client.event(
            self.id, "permissionRequested", lambda event: event["turnId"] == turn
        )
        option = next(o["optionId"] for o in asked["options"] if o["kind"] == answer)
        accepted = await self.client.ask(
            "permission/respond",
            conversationId=self.id,
            permissionId=asked["permissionId"],
            optionId=option,
        )
        assert accepted == {"accepted": True}
        return turn

    async def pid(self) -> int:
        """The agent's process."""
        (process,) = (await self.client.ask("status"))["processes"]
        pid: int = process["pid"]
        return pid


@asynccontextmanager
async def talk_with(name: AgentName, directory: Path) -> AsyncIterator[Talk]:
    """A server with such an agent. Nothing of either may be left at the end."""
    tree = Tree()
    try:
        async with model_server() as model:
            real = real_agent(name, directory / "agent", model.url)
            agents = {str(name): real.setting}
            async with easel(directory, agents=agents, env=tree.env) as client:
                conversation = await client.conversation()
                yield Talk(client, model, conversation, directory / "workspace")
                check_events(client.events[conversation])
            await tree.until_gone(GONE_SECONDS)
    except RealAgentUnavailableError as reason:
        pytest.skip(f"{name}: {reason}")
    finally:
        tree.end()


@pytest.fixture(scope="module", params=AgentName)
def name(request: pytest.FixtureRequest) -> AgentName:
    """Each agent."""
    chosen: AgentName = request.param
    return chosen


@pytest.fixture(scope="module")
async def talk(name: AgentName, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Talk]:
    """The conversation that the tests share."""
    async with talk_with(name, tmp_path_factory.mktemp(name)) as shared:
        yield shared


async def test_it_answers_and_remembers_the_first_turn_in_the_second(talk: Talk) -> None:
    assert await talk.say("SAY hello from the model") == "hello from the model"
    assert (await talk.say("RECALL")).endswith("SAY hello from the model")
    assert talk.client.infos[talk.id]["usage"]["outputTokens"] > 0


async def test_it_writes_a_file_only_after_permission(talk: Talk) -> None:
    refused, allowed = talk.workspace / "refused.txt", talk.workspace / "allowed.txt"

    for file, answer in ((refused, "reject_once"), (allowed, "allow_once")):
        turn = await talk.use_tool(f"TOOL write {file} written by the agent", answer)
        assert (await talk.client.ended(talk.id, turn))["reason"] == "completed"

    assert allowed.read_text(encoding="utf-8") == "written by the agent"
    assert not refused.exists()


async def test_a_file_that_is_open_in_the_editor_is_written_by_the_editor(talk: Talk) -> None:
    file = talk.workspace / "open.txt"
    document = {"uri": file.as_uri(), "languageId": "plaintext", "version": 1, "text": ""}
    talk.client.notify("textDocument/didOpen", {"textDocument": document})
    applied: list[dict[str, Any]] = []

    async def apply(params: dict[str, Any]) -> dict[str, Any]:
        applied.extend(params["edit"]["documentChanges"])
        return {"applied": True}

    talk.client.on_request("workspace/applyEdit", apply)
    turn = await talk.use_tool(f"TOOL write {file} written by the agent", "allow_once")

    assert (await talk.client.ended(talk.id, turn))["reason"] == "completed"
    (change,) = applied
    assert change["textDocument"]["uri"] == file.as_uri()
    assert [edit["newText"] for edit in change["edits"]] == ["written by the agent"]


async def test_a_stop_in_mid_stream_drops_the_model_and_keeps_the_text_and_the_process(
    talk: Talk,
) -> None:
    await talk.say("SAY warm")
    pid = await talk.pid()
    turn = await talk.stream()

    result = await talk.client.act("cancel", talk.id)

    assert (result["outcome"], result["turnId"]) == ("cancelled", turn)
    assert (await talk.client.ended(talk.id, turn))["reason"] == "cancelled"
    assert talk.client.text(talk.id, turn=turn).startswith("word-0 word-1 word-2 word-3")
    assert (await talk.model.dropped()).chunks < 100_000
    assert await talk.say("SAY still here") == "still here"
    assert await talk.pid() == pid


async def test_a_killed_agent_ends_its_turn_crashed_and_remembers_in_its_next_life(
    talk: Talk,
) -> None:
    await talk.say("SAY remember this")
    turn = await talk.stream()
    pid = await talk.pid()

    os.kill(pid, signal.SIGKILL)

    assert (await talk.client.ended(talk.id, turn))["reason"] == "crashed"
    assert "SAY remember this" in await talk.say("RECALL")
    (restored,) = talk.client.of_type(talk.id, "sessionRestored")
    assert restored["outcome"] == "restored"
    assert await talk.pid() != pid


async def test_a_fork_goes_on_from_what_was_said(talk: Talk, name: AgentName) -> None:
    await talk.say("SAY before the fork")
    forked = (await talk.client.act("fork", talk.id))["conversation"]
    await talk.client.open(forked["id"])
    other = replace(talk, id=forked["id"])

    answer = await other.say("RECALL behind the fork")

    asked = await talk.model.asked("RECALL behind the fork")
    assert forked["memory"] == ("resumed" if name in CAN_FORK else "lost")
    if name in CAN_FORK:
        assert answer.endswith("SAY before the fork")
    else:
        assert "## Assistant\n\nbefore the fork" in asked.user_texts[-1]
    assert "before the fork" in talk.client.text(other.id)
    assert await talk.say("SAY alone again") == "alone again"
    assert "alone again" not in talk.client.text(other.id)
    await talk.client.act("delete", other.id)


async def test_no_process_is_left_when_the_server_ends_while_a_tool_runs(
    name: AgentName, tmp_path: Path
) -> None:
    async with talk_with(name, tmp_path) as talk:
        sign = talk.workspace / "running"
        await talk.use_tool(f"TOOL shell touch {sign}; sleep 1000", "allow_once")
        with anyio.fail_after(WAIT_SECONDS):
            while not sign.exists():  # noqa: ASYNC110 - nobody tells us of what a tool does
                await anyio.sleep(0.01)
