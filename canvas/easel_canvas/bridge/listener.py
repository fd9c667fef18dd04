"""Listens for the MCP servers that agents start."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import anyio
from anyio.abc import TaskGroup, TaskStatus

from easel_canvas.bridge.address import tcp_address, unix_address
from easel_canvas.bridge.admission import Admission, Admissions, Tools
from easel_canvas.bridge.connection import serve
from easel_canvas.bridge.place import socket_path, unix_sockets_work
from easel_canvas.bridge.wire import ADDRESS_VARIABLE, MAX_LINE, TOKEN_VARIABLE, Lines

logger = logging.getLogger(__name__)

Transport = Literal["unix", "tcp"]
Came = Callable[[asyncio.StreamReader, asyncio.StreamWriter], None]


def default_transport() -> Transport:
    """Unix sockets, and loopback where there are none: there the token alone keeps others out."""
    return "unix" if unix_sockets_work() else "tcp"


@dataclass(frozen=True, slots=True)
class Admitted:
    """What an agent needs to come in. The token is in no `repr`."""

    address: str
    admission: Admission = field(repr=False)

    @property
    def environment(self) -> dict[str, str]:
        """What `easel mcp` is to be started with; holds the secret."""
        return {ADDRESS_VARIABLE: self.address, TOKEN_VARIABLE: self.admission.token}


class BridgeListener:
    """Begins to listen when the first agent is admitted, and goes on as long as its tasks."""

    def __init__(
        self, tasks: TaskGroup, directory: Path, transport: Transport | None = None
    ) -> None:
        """`directory` is where the socket goes, if its path is not too long."""
        self._tasks = tasks
        self._directory = directory
        self._transport = transport or default_transport()
        self._admissions = Admissions()
        self._starting = anyio.Lock()
        self._address: str | None = None

    @asynccontextmanager
    async def admitted(self, tools: Tools) -> AsyncIterator[Admitted]:
        """Let one agent use `tools` for the length of the block.

        Raises:
            OSError: there is no place to listen at.
        """
        address = await self._listening()
        with self._admissions.admitted(tools) as admission:
            yield Admitted(address, admission)

    async def _listening(self) -> str:
        async with self._starting:
            if self._address is None:
                self._address = await self._tasks.start(self._listen)
            return self._address

    async def _listen(self, *, task_status: TaskStatus[str]) -> None:
        def came(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            peer = writer.get_extra_info("socket")
            serving.start_soon(serve, Lines(reader, writer), peer, self._admissions)

        # Outside of the group, which would wrap the error of a place that cannot be had.
        async with self._bound(came) as address, anyio.create_task_group() as serving:
            task_status.started(address)
            await anyio.sleep_forever()

    @asynccontextmanager
    async def _bound(self, came: Came) -> AsyncIterator[str]:
        with ExitStack() as stack:
            if self._transport == "unix":
                path = stack.enter_context(socket_path(self._directory))
                server = await asyncio.start_unix_server(came, path, limit=MAX_LINE)
                address = unix_address(str(path))
                path.chmod(0o600)
            else:
                server = await asyncio.start_server(came, "127.0.0.1", 0, limit=MAX_LINE)
                address = tcp_address(server.sockets[0].getsockname()[1])
            stack.callback(server.close)
            yield address
