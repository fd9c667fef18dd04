"""Servers for the tests of the wire: the example server on each transport, as a real process."""

import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import anyio
import pytest

from easel_server.client.connect import connect_tcp, connect_websocket, open_server_process
from easel_server.io.channel import MessageChannel
from easel_server.io.serve import serve_tcp
from easel_testing.example_server import make_session
from easel_testing.example_transports import (
    EXAMPLE_COMMAND,
    OpenChannel,
    Transport,
    initialize_request,
    next_message,
)
from easel_testing.lsp_client import RecordingClient


@pytest.fixture(params=["stdio", "tcp", "websocket"], scope="module")
def transport(request: pytest.FixtureRequest) -> Transport:
    chosen: Transport = request.param
    return chosen


@pytest.fixture(scope="module")
def port(transport: Transport) -> Iterator[int]:
    """The port of a server for the whole module; 0 over stdio."""
    if transport == "stdio":
        yield 0
        return
    command = [*EXAMPLE_COMMAND, transport]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        yield int(server.stdout.readline())
        server.stdin.close()
        assert server.wait(timeout=20) == 0


@pytest.fixture
def open_channel(transport: Transport, port: int) -> OpenChannel:
    """Opens connections to the example server; over stdio each has a process of its own."""

    @asynccontextmanager
    async def over_stdio() -> AsyncIterator[MessageChannel]:
        async with open_server_process([*EXAMPLE_COMMAND, "stdio"]) as server:
            yield server.channel

    if transport == "stdio":
        return over_stdio
    if transport == "tcp":
        return lambda: connect_tcp("127.0.0.1", port)
    return lambda: connect_websocket(f"ws://127.0.0.1:{port}")


@pytest.fixture
async def client(open_channel: OpenChannel) -> AsyncIterator[RecordingClient]:
    """An initialized client over the transport at hand."""
    async with open_channel() as channel, RecordingClient(channel) as client:
        await client.initialize()
        await client.wait_for("easel/test/opened")
        yield client


@pytest.fixture
async def local_port() -> AsyncIterator[int]:
    """The port of a TCP server in this process, for what does not need one of its own."""
    async with anyio.create_task_group() as tasks:
        yield await tasks.start(serve_tcp, make_session)
        tasks.cancel_scope.cancel()


@pytest.fixture
async def fresh(local_port: int) -> AsyncIterator[MessageChannel]:
    """A connection to it on which nothing was said yet."""
    async with connect_tcp("127.0.0.1", local_port) as channel:
        yield channel


@pytest.fixture
async def opened(fresh: MessageChannel) -> MessageChannel:
    """A connection after the handshake."""
    fresh.send(initialize_request("handshake"))
    assert "result" in await next_message(fresh)
    assert (await next_message(fresh))["method"] == "easel/test/opened"
    return fresh
