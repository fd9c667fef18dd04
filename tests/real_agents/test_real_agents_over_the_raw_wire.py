"""Real agents, with nothing of Easel between: what the end-to-end tests may rely on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from easel_testing.model_server import ModelServer, model_server
from easel_testing.raw_lines import Message, RawAgent, raw_agent
from easel_testing.real_agents import AgentName, RealAgentUnavailableError, real_agent

pytestmark = [pytest.mark.real_agent, pytest.mark.parametrize("name", AgentName)]
START_SECONDS = 50.0
PERMISSION = "session/request_permission"
UNOFFERED = ("fs/write_text_file", "fs/read_text_file", "craft/drainMidTurnQueue")


@dataclass(frozen=True)
class Talk:
    agent: RawAgent
    model: ModelServer
    session: str
    cwd: Path


@asynccontextmanager
async def talk(name: AgentName, tmp_path: Path) -> AsyncIterator[Talk]:
    """An agent with a session, a private home and a scripted model."""
    cwd = tmp_path / "project"
    cwd.mkdir()
    try:
        async with model_server() as model:
            real = real_agent(name, tmp_path / "home", model.url)
            async with raw_agent(real.command, cwd=cwd, env=real.env) as agent:
                agent.refused.update(UNOFFERED)
                params = {"protocolVersion": 1, "clientCapabilities": {}}
                result = (await agent.request("initialize", params, START_SECONDS))["result"]
                assert result["protocolVersion"] == 1
                assert result["agentCapabilities"]["loadSession"]
                session = await agent.new_session(cwd, START_SECONDS)
                yield Talk(agent, model, session, cwd)
    except RealAgentUnavailableError as reason:
        pytest.skip(f"{name}: {reason}")


async def test_it_answers_and_remembers_the_first_turn_in_the_second(
    name: AgentName, tmp_path: Path
) -> None:
    async with talk(name, tmp_path) as t:
        response = await t.agent.prompt(t.session, "SAY hello from the model", START_SECONDS)
        assert response["result"]["stopReason"] == "end_turn"
        assert t.agent.text() == "hello from the model"
        await t.agent.prompt(t.session, "RECALL")
        assert t.agent.text().endswith("SAY hello from the model")


async def test_it_writes_a_file_only_after_permission(name: AgentName, tmp_path: Path) -> None:
    async with talk(name, tmp_path) as t:
        refused, allowed = t.cwd / "refused.txt", t.cwd / "allowed.txt"
        await write_and_answer(t, refused, "reject_once")
        await write_and_answer(t, allowed, "allow_once")
        assert allowed.read_text(encoding="utf-8") == "written by the agent"
        assert not refused.exists()


async def write_and_answer(t: Talk, file: Path, kind: str) -> None:
    """A turn that writes the file and is answered with the first option of this kind."""
    asked = len(permissions(t.agent))
    turn = await t.agent.begin_prompt(t.session, f"TOOL write {file} written by the agent")
    request = await t.agent.until(lambda: next(iter(permissions(t.agent)[asked:]), None), 50.0)
    options = request["params"]["options"]
    option = next(o["optionId"] for o in options if o["kind"] == kind)
    await t.agent.reply(request, {"outcome": {"outcome": "selected", "optionId": option}})
    assert (await t.agent.response(turn))["result"]["stopReason"] == "end_turn"


def permissions(agent: RawAgent) -> list[Message]:
    return [message for message in agent.messages if message.get("method") == PERMISSION]


async def test_a_cancel_in_mid_stream_drops_the_connection_to_the_model(
    name: AgentName, tmp_path: Path
) -> None:
    async with talk(name, tmp_path) as t:
        turn = await t.agent.begin_prompt(t.session, "SLOW 1000")
        await t.agent.wait_for_text("word-3", START_SECONDS)
        await t.agent.cancel(t.session)
        assert (await t.agent.response(turn))["result"]["stopReason"] == "cancelled"
        assert (await t.model.dropped()).chunks < 1000
        response = await t.agent.prompt(t.session, "SAY still here")
        assert response["result"]["stopReason"] == "end_turn"
