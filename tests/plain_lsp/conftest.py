"""One server for all tests of a worker; each test is a plain editor of its own."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from easel_testing.agents import Journal, ScriptedAgent, scripted_agent
from easel_testing.easel import SharedServer, shared_server
from easel_testing.plain_editor import PlainEditor, plain_editor


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedServer]:
    """The server."""
    with shared_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def agent(tmp_path: Path) -> ScriptedAgent:
    """The agent of `editor`."""
    return scripted_agent(tmp_path / "agent")


@pytest.fixture
def journal(agent: ScriptedAgent) -> Journal:
    """What has reached that agent."""
    return agent.journal()


@pytest.fixture
async def editor(
    server: SharedServer, agent: ScriptedAgent, tmp_path: Path
) -> AsyncIterator[PlainEditor]:
    """An editor without a plug-in."""
    async with plain_editor(server, tmp_path, agent) as editor:
        yield editor
