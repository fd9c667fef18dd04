"""Several servers on one state folder, each with an editor of its own."""

import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from easel_server.client.connect import open_server_process
from easel_testing.agents import ScriptedAgent
from easel_testing.easel import SERVER, introduce, server_environment
from easel_testing.easel_client import EaselClient


@asynccontextmanager
async def server_on(
    directory: Path, agent: ScriptedAgent, ttl_seconds: float = 45, **settings: Any
) -> AsyncIterator[EaselClient]:
    """A server on the state folder that all servers of the test share, which ends in order."""
    environment = server_environment(directory / "home", {})
    all_settings = {"lease": {"ttlSeconds": ttl_seconds}, **settings}
    with TemporaryFile() as log:
        async with (
            open_server_process(SERVER, env=environment, stderr=log) as server,
            EaselClient(server.channel) as client,
        ):
            client.pid = server.process.pid
            await introduce(client, directory, {"test": agent.setting}, all_settings, announce=True)
            yield client
        log.seek(0)
        assert b"Traceback" not in (told := log.read()), told.decode()


def folder_of(directory: Path, conversation: str) -> Path:
    """Where a conversation of those servers lies."""
    return directory / "home" / "state" / "easel" / "conversations" / conversation


async def killed(server: EaselClient) -> None:
    """Kill a server; it is gone when this returns."""
    os.kill(server.pid, signal.SIGKILL)
    await server.closed.wait()


@contextmanager
def stopped(server: EaselClient) -> Iterator[None]:
    """A server that does nothing at all while the block runs."""
    os.kill(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.pid, signal.SIGCONT)
