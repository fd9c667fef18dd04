"""Two servers of one state directory, with an editor each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from easel_testing.agents import ScriptedAgent, scripted_agent
from easel_testing.easel_client import EaselClient
from easel_testing.sharing import server_on


@pytest.fixture
def agent(tmp_path: Path) -> ScriptedAgent:
    """The agent of both."""
    return scripted_agent(tmp_path / "agent", features="load")


@pytest.fixture
async def first(tmp_path: Path, agent: ScriptedAgent) -> AsyncIterator[EaselClient]:
    """The editor of one server."""
    async with server_on(tmp_path, agent) as client:
        yield client


@pytest.fixture
async def second(tmp_path: Path, agent: ScriptedAgent) -> AsyncIterator[EaselClient]:
    """The editor of the other."""
    async with server_on(tmp_path, agent) as client:
        yield client
