"""Editors that stop reading for a while."""

import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from subprocess import PIPE
from typing import Any

import anyio
from anyio.abc import ByteReceiveStream, SocketAttribute

from easel_server.io.streams import open_stream_channel
from easel_testing.agents import ScriptedAgent
from easel_testing.easel import SERVER, SharedServer, introduce, server_environment
from easel_testing.easel_client import EaselClient

RECEIVE_BUFFER = 64 * 1024
"""Bytes: what the system may hold of a stalled editor besides what the sender's end holds."""


class Gate(ByteReceiveStream):
    """A stream that can be closed for reading and opened again."""

    def __init__(self, stream: ByteReceiveStream) -> None:
        self._stream = stream
        self._passage = anyio.Event()
        self.open()

    def open(self) -> None:
        """Read on."""
        self._passage.set()

    def close(self) -> None:
        """Read nothing any more; what is being read now is the last."""
        self._passage = anyio.Event()

    async def receive(self, max_bytes: int = 65536) -> bytes:
        await self._passage.wait()
        return await self._stream.receive(max_bytes)

    async def aclose(self) -> None:
        await self._stream.aclose()


@asynccontextmanager
async def stalling_editor(
    server: SharedServer, directory: Path
) -> AsyncIterator[tuple[EaselClient, Gate]]:
    """An editor without agents of its own, connected over TCP, and what makes it stop reading."""
    stream = await anyio.connect_tcp("127.0.0.1", server.port)
    raw = stream.extra(SocketAttribute.raw_socket)
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
    gate = Gate(stream)
    async with (
        open_stream_channel(gate, stream, "stalling editor") as channel,
        EaselClient(channel) as client,
    ):
        await introduce(client, directory, {}, {}, token=server.token)
        yield client, gate


@asynccontextmanager
async def stalling_easel(
    directory: Path, agents: Mapping[str, ScriptedAgent]
) -> AsyncIterator[tuple[EaselClient, Gate]]:
    """A server over stdio whose only editor can stop reading."""
    entries: dict[str, Any] = {name: agent.setting for name, agent in agents.items()}
    environment = server_environment(directory / "home", {})
    async with await anyio.open_process(
        SERVER, stdin=PIPE, stdout=PIPE, stderr=None, env=environment
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        gate = Gate(process.stdout)
        async with (
            open_stream_channel(gate, process.stdin, "stalling editor") as channel,
            EaselClient(channel) as client,
        ):
            client.pid = process.pid
            await introduce(client, directory, entries, {})
            yield client, gate
