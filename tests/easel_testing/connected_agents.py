"""Agents behind a real connection, and an owner that remembers what they told and asked."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import anyio

from easel_acp.connection.agent_connection import AgentConnection, SessionSetup, connect
from easel_acp.connection.errors import RequestRefused
from easel_acp.connection.lines import DEFAULT_MAX_LINE_BYTES
from easel_acp.connection.messages import Message, RequestId, SessionUpdate
from easel_acp.connection.trace import TraceRing

WAIT_SECONDS = 20.0
CHUNK_BYTES = 256 * 1024

Answer = Callable[[str, Message, RequestId], Awaitable[Any]]


class ProcessStream:
    """The standard streams of a process, as a connection wants them. Counts its reads."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._stdin, self._stdout = process.stdin, process.stdout
        self.reads = 0

    async def read(self) -> bytes:
        self.reads += 1
        return await self._stdout.read(CHUNK_BYTES)

    def write(self, data: bytes) -> None:
        if self._stdin.is_closing():
            raise BrokenPipeError
        self._stdin.write(data)

    def close_input(self) -> None:
        """The agent sees the end of its input."""
        self._stdin.close()


async def refuse_everything(method: str, _params: Message, _request_id: RequestId) -> Any:
    raise RequestRefused.unknown_method(method)


async def take_at_once(_updates: list[SessionUpdate]) -> None:
    """A consumer that is never busy."""


@dataclass
class Owner:
    """Keeps everything in the order in which it came, and answers as it was told to."""

    answer: Answer = refuse_everything
    consume: Callable[[list[SessionUpdate]], Awaitable[None]] = take_at_once
    updates: list[SessionUpdate] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    notifications: list[tuple[str, Message]] = field(default_factory=list)
    requests: list[tuple[str, Message]] = field(default_factory=list)
    cancelled_requests: list[RequestId] = field(default_factory=list)
    _changed: anyio.Event = field(default_factory=anyio.Event)

    async def on_updates(self, updates: list[SessionUpdate]) -> None:
        self.batches.append(len(updates))
        self._note()
        await self.consume(updates)
        self.updates += updates
        self._note()

    def on_notification(self, method: str, params: Message) -> None:
        self.notifications.append((method, params))
        self._note()

    async def handle(self, method: str, params: Message, request_id: RequestId) -> Any:
        self.requests.append((method, params))
        self._note()
        return await self.answer(method, params, request_id)

    def on_request_cancelled(self, request_id: RequestId) -> None:
        self.cancelled_requests.append(request_id)
        self._note()

    @property
    def text(self) -> str:
        """Everything the agent has said so far."""
        chunks = (update.update.get("content") for update in self.updates)
        return "".join(chunk["text"] for chunk in chunks if isinstance(chunk, dict))

    async def until(self, look: Callable[[], object]) -> None:
        """Return when *look* finds something; looks again whenever something came."""
        with anyio.fail_after(WAIT_SECONDS):
            while not look():
                await self._changed.wait()

    def _note(self) -> None:
        self._changed.set()
        self._changed = anyio.Event()


@dataclass(frozen=True)
class ConnectedAgent:
    connection: AgentConnection
    process: Process
    stream: ProcessStream


@asynccontextmanager
async def connected_agent(
    command: Sequence[str],
    owner: Owner,
    *,
    max_line_bytes: int = DEFAULT_MAX_LINE_BYTES,
    trace: TraceRing | None = None,
) -> AsyncIterator[ConnectedAgent]:
    """Start an agent in a process group of its own, which is killed at the end."""
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, start_new_session=True
    )
    stream = ProcessStream(process)
    try:
        async with connect(
            stream, owner, owner, max_line_bytes=max_line_bytes, trace=trace
        ) as connection:
            yield ConnectedAgent(connection, process, stream)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        process._transport.close()  # type: ignore[attr-defined]


async def open_session(connection: AgentConnection, cwd: str = "/") -> str:
    """Initialize the agent and return the id of a new session."""
    await connection.initialize({}, {"name": "tests", "version": "0"}, timeout=WAIT_SECONDS)
    session = await connection.new_session(SessionSetup(cwd=cwd), timeout=WAIT_SECONDS)
    return session.session_id


def text_prompt(text: str) -> list[Message]:
    """A prompt that holds only text."""
    return [{"type": "text", "text": text}]


PRELUDE = """
import json, sys, time
def raw(data):
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
def line(message):
    return json.dumps(message).encode() + b"\\n"
def send(*messages):
    raw(b"".join(map(line, messages)))
def update(text, session="s1"):
    content = {"type": "text", "text": text}
    told = {"sessionUpdate": "agent_message_chunk", "content": content}
    return {"method": "session/update", "params": {"sessionId": session, "update": told}}
def result(request, value):
    return {"id": request["id"], "result": value}
def receive():
    received = sys.stdin.readline()
    return json.loads(received) if received else sys.exit(0)
"""


def inline_agent(program: str) -> list[str]:
    """The command for a few lines of Python: `receive()`, `send(...)`, `raw(...)` are there.

    For what goes over the wire byte for byte; `easel_testing.agents` is the agent for the rest.
    """
    return [sys.executable, "-IS", "-c", PRELUDE + program]
