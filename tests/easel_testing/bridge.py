"""The tools of agents over a real socket, without a server."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio
import msgspec
from mcp import StdioServerParameters
from mcp.client.client import Client, ConnectMode
from mcp.client.session import MessageHandlerFnT

from easel_canvas.bridge.agent_tools import AgentTools
from easel_canvas.bridge.listener import Admitted, BridgeListener, Transport
from easel_canvas.bridge.news import change_in
from easel_canvas.model.envelope import Envelope
from easel_testing.canvases import Canvases, canvases

EASEL_MCP = [sys.executable, "-P", "-m", "easel_server", "mcp"]


@dataclass
class Bridge:
    """A listener, and the canvases behind it."""

    listener: BridgeListener
    canvases: Canvases

    @asynccontextmanager
    async def agent(self, session: str = "c1") -> AsyncIterator[Admitted]:
        """An agent that may use the canvases of a conversation."""
        tools = AgentTools(lambda: self.canvases.session(session))
        async with self.listener.admitted(tools) as admitted:

            def listener(happened_in: str, envelope: Envelope) -> None:
                change = change_in(envelope)
                if happened_in == session and change is not None:
                    admitted.admission.note(change)

            self.canvases.told.listeners.append(listener)
            yield admitted
            self.canvases.told.listeners.remove(listener)


@asynccontextmanager
async def bridge(directory: Path, transport: Transport = "unix") -> AsyncIterator[Bridge]:
    """A listener whose socket lies in `directory`."""
    async with canvases() as shown, anyio.create_task_group() as tasks:
        yield Bridge(BridgeListener(tasks, directory, transport), shown)
        tasks.cancel_scope.cancel()


class Raw:
    """A connection to the listener that says what it likes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.news: list[str | None] = []

    async def say(self, line: bytes) -> None:
        """Write a line, as far as anybody reads it."""
        with suppress(ConnectionError):
            self._writer.write(line + b"\n")
            await self._writer.drain()

    async def hear(self) -> dict[str, Any]:
        """The next message that is not news."""
        while (heard := await self.hear_anything())["type"] == "changed":
            self.news.append(heard.get("instanceId"))
        return heard

    async def hear_anything(self) -> dict[str, Any]:
        """The next message."""
        with anyio.fail_after(10):
            heard: dict[str, Any] = msgspec.json.decode(await self._reader.readuntil(b"\n"))
        return heard

    async def call(self, number: int, name: str, **arguments: Any) -> None:
        """Use a tool; the answer is yet to be heard."""
        call = {"type": "call", "id": number, "name": name, "arguments": arguments}
        await self.say(msgspec.json.encode(call))

    async def cut_off(self) -> bool:
        """Whether the other side ends the connection, without a word."""
        with anyio.fail_after(10), suppress(ConnectionError):
            return await self._reader.read() == b""
        return True

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


def hello(token: str) -> bytes:
    """The first line."""
    return msgspec.json.encode({"type": "hello", "token": token})


@asynccontextmanager
async def raw(address: str, token: str | None = None) -> AsyncIterator[Raw]:
    """A connection; with a token it has been let in."""
    kind, _, place = address.partition(":")
    if kind == "unix":
        connection = Raw(*await asyncio.open_unix_connection(place))
    else:
        connection = Raw(*await asyncio.open_connection(*place.split(":")))
    try:
        if token is not None:
            await connection.say(hello(token))
            assert await connection.hear() == {"type": "welcome"}
        yield connection
    finally:
        connection.close()


@asynccontextmanager
async def mcp_client(
    environment: Mapping[str, str],
    project: Path,
    *,
    mode: ConnectMode = "auto",
    told: MessageHandlerFnT | None = None,
) -> AsyncIterator[Client]:
    """`easel mcp`, started as an agent does, in a project of its own."""
    parameters = StdioServerParameters(
        command=EASEL_MCP[0],
        args=EASEL_MCP[1:],
        env={"PATH": os.environ["PATH"], **environment},
        cwd=project,
    )
    async with Client(parameters, mode=mode, message_handler=told) as client:
        yield client
