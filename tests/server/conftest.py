"""Servers for the tests of the wire: the example server on each transport, as a real process."""

import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from easel_server.client.connect import connect_tcp, connect_websocket, open_server_process
from easel_server.io.channel import MessageChannel
from easel_testing.example_transports import EXAMPLE_COMMAND, OpenChannel, Transport
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
