"""Agents that are small scripts, under each kind of supervision."""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from easel_acp.process import AgentProcess, LaunchSpec, ProcessRegistry
from easel_acp.process.keeper_start import start_below_keeper
from easel_acp.process.portable import start_portably
from easel_acp.process.supervise import StartSupervised
from easel_testing.process_trees import Start, Tree

if sys.platform != "linux":
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def tree() -> Iterator[Tree]:
    """The processes of this test. It fails if any outlives it."""
    tree = Tree()
    yield tree
    left = tree.alive()
    tree.end()
    assert left == []


@pytest.fixture
def registry(tmp_path: Path) -> ProcessRegistry:
    return ProcessRegistry(tmp_path)


@pytest.fixture(params=[start_below_keeper, start_portably], ids=["keeper", "portable"])
def supervision(request: pytest.FixtureRequest) -> StartSupervised:
    start: StartSupervised = request.param
    return start


@pytest.fixture
async def start(tree: Tree, registry: ProcessRegistry) -> AsyncIterator[Start]:
    """Start an agent below a keeper; it is killed after the test."""
    async with _starting(registry, start_below_keeper) as start:
        yield start


@pytest.fixture
async def start_either_way(
    tree: Tree, registry: ProcessRegistry, supervision: StartSupervised
) -> AsyncIterator[Start]:
    """The same, once below a keeper and once without."""
    async with _starting(registry, supervision) as start:
        yield start


@asynccontextmanager
async def _starting(
    registry: ProcessRegistry, supervision: StartSupervised
) -> AsyncIterator[Start]:
    started: list[AgentProcess] = []

    async def start(spec: LaunchSpec) -> AgentProcess:
        process = await AgentProcess.start(spec, registry, supervision=supervision)
        started.append(process)
        return process

    yield start
    for process in started:
        await process.kill()
