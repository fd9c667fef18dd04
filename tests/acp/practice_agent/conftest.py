"""The practice agent, started as a client starts it."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from easel_testing import acp_schema
from easel_testing.raw_acp_client import RawAcpClient, RawSession, raw_acp_client

COMMAND = (sys.executable, "-m", "easel_acp.practice_agent")
EVERYTHING: dict[str, Any] = {
    "fs": {"readTextFile": True, "writeTextFile": True},
    "terminal": True,
    "session": {"configOptions": {"boolean": {}}},
    "elicitation": {"form": {}, "url": {}},
}

Start = Callable[..., AbstractAsyncContextManager[RawAcpClient]]


@pytest.fixture(scope="package")
def anyio_backend() -> str:
    """One event loop for all tests here, so that they can share an agent."""
    return "asyncio"


@pytest.fixture(scope="package")
def state_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the agents keep their sessions."""
    return tmp_path_factory.mktemp("state") / "practice-agent"


@pytest.fixture(scope="package")
def start(state_dir: Path) -> Start:
    """Start an agent of one's own, with arguments and the options of `raw_acp_client`."""

    def start(*arguments: str, **options: Any) -> AbstractAsyncContextManager[RawAcpClient]:
        command = (*COMMAND, "--pace", "instant", "--state-dir", str(state_dir), *arguments)
        return raw_acp_client(command, **options)

    return start


@pytest.fixture(scope="package")
async def bare_agent(start: Start) -> AsyncIterator[RawAcpClient]:
    """One agent for all tests here, whose client offers nothing."""
    async with start() as client:
        yield client
        assert_in_schema(client)


@pytest.fixture(scope="package")
async def full_agent(start: Start) -> AsyncIterator[RawAcpClient]:
    """One agent for all tests here, whose client offers everything."""
    async with start(capabilities=EVERYTHING) as client:
        yield client
        assert_in_schema(client)


@pytest.fixture
async def bare(bare_agent: RawAcpClient, tmp_path: Path) -> RawSession:
    """A new session in `tmp_path` of a client that offers nothing."""
    bare_agent.handlers.clear()
    return await bare_agent.new_session(tmp_path)


@pytest.fixture
async def full(full_agent: RawAcpClient, tmp_path: Path) -> RawSession:
    """A new session in `tmp_path` of a client that offers everything."""
    full_agent.handlers.clear()
    return await full_agent.new_session(tmp_path)


def assert_in_schema(client: RawAcpClient) -> None:
    """Check all that the agent wrote, where the schema is at hand."""
    if acp_schema.SCHEMA.exists():
        assert list(acp_schema.offences(client.wire.messages, client.methods)) == []
