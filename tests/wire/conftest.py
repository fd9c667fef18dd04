"""One server for all tests of a worker. Each test is an editor of its own, with its own agent."""

from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import pytest

from easel_testing.agents import Journal, ScriptedAgent, scripted_agent
from easel_testing.easel import OpenEditor, SharedServer, shared_server
from easel_testing.easel_client import EaselClient


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedServer]:
    """The server."""
    with shared_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def editor(server: SharedServer, tmp_path: Path) -> OpenEditor:
    """Connects an editor: `async with editor({"test": agent}) as client`."""
    return partial(server.editor, tmp_path)


@pytest.fixture
def agent(tmp_path: Path) -> ScriptedAgent:
    """The agent of `client`."""
    return scripted_agent(tmp_path / "agent", features="load,modes,options")


@pytest.fixture
def journal(agent: ScriptedAgent) -> Journal:
    """What has reached that agent."""
    return agent.journal()


@pytest.fixture
async def client(editor: OpenEditor, agent: ScriptedAgent) -> AsyncIterator[EaselClient]:
    """An editor with that agent."""
    async with editor({"test": agent}) as client:
        yield client


@pytest.fixture
async def conversation(client: EaselClient) -> str:
    """A conversation that the client follows."""
    return await client.conversation()
