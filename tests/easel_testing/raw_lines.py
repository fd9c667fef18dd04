"""An agent process spoken to in plain JSON lines: what it writes is seen byte for byte."""

import os
import signal
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from subprocess import PIPE
from typing import Any, TypeAlias, TypeVar

import anyio
import msgspec
from anyio.abc import ByteReceiveStream, Process

Message: TypeAlias = dict[str, Any]
WAIT_SECONDS = 10.0
T = TypeVar("T")


class RawAgent:
    """The wire to one agent process.

    Requests of the agent whose method is in `refused` are answered with -32601 as they come;
    the others wait for `reply`.
    """

    def __init__(self, process: Process) -> None:
        self.refused: set[str] = set()
        self.process = process
        self.pid = process.pid
        self.chunks: list[bytes] = []
        self.lines: list[bytes] = []
        self.messages: list[Message] = []
        self.stderr = bytearray()
        self.ended = False
        self._next_id = 0
        self._changed = anyio.Event()

    async def send(self, message: object) -> None:
        assert self.process.stdin is not None
        await self.process.stdin.send(msgspec.json.encode(message) + b"\n")

    async def begin(self, method: str, params: Message) -> int:
        """Sends a request and returns its id; the answer comes with `response`."""
        request_id, self._next_id = self._next_id, self._next_id + 1
        await self.send({"jsonrpc": "2.0", "id": request_id, "method": method, "params": params})
        return request_id

    async def response(self, request_id: int, timeout: float = WAIT_SECONDS) -> Message:
        """The first response to a request, result or error."""
        return await self.wait(
            lambda message: message.get("id") == request_id and "method" not in message, timeout
        )

    async def request(self, method: str, params: Message, timeout: float = WAIT_SECONDS) -> Message:
        """Sends a request and returns the whole response."""
        return await self.response(await self.begin(method, params), timeout)

    async def notify(self, method: str, params: Message) -> None:
        await self.send({"jsonrpc": "2.0", "method": method, "params": params})

    async def reply(self, request: Message, result: object) -> None:
        await self.send({"jsonrpc": "2.0", "id": request["id"], "result": result})

    async def initialize(self, **capabilities: object) -> Message:
        """The result of initialize."""
        params = {"protocolVersion": 1, "clientCapabilities": capabilities}
        return await self._result("initialize", params)

    async def new_session(self, cwd: Path, timeout: float = WAIT_SECONDS) -> str:
        result = await self._result("session/new", {"cwd": str(cwd), "mcpServers": []}, timeout)
        return str(result["sessionId"])

    async def begin_prompt(self, session_id: str, text: str) -> int:
        prompt = [{"type": "text", "text": text}]
        return await self.begin("session/prompt", {"sessionId": session_id, "prompt": prompt})

    async def prompt(self, session_id: str, text: str, timeout: float = WAIT_SECONDS) -> Message:
        """Runs a turn to its end and returns the whole response."""
        return await self.response(await self.begin_prompt(session_id, text), timeout)

    async def cancel(self, session_id: str) -> None:
        await self.notify("session/cancel", {"sessionId": session_id})

    async def wait(
        self, wanted: Callable[[Message], bool], timeout: float = WAIT_SECONDS
    ) -> Message:
        """The first message that fits, past or to come; TimeoutError, or EOFError at the end."""
        return await self.until(lambda: next(filter(wanted, self.messages), None), timeout)

    async def wait_for_request(self, method: str, timeout: float = WAIT_SECONDS) -> Message:
        """The agent's first request of this method."""
        return await self.wait(lambda message: message.get("method") == method, timeout)

    async def wait_for_text(self, part: str, timeout: float = WAIT_SECONDS) -> str:
        """Everything the agent has said, as soon as it contains `part`."""
        return await self.until(lambda: self.text() if part in self.text() else None, timeout)

    async def until(self, look: Callable[[], T | None], timeout: float = WAIT_SECONDS) -> T:
        """Looks again with every line until there is something."""
        with anyio.fail_after(timeout):
            while (found := look()) is None:
                if self.ended:
                    raise EOFError(
                        f"the agent's output ended; stderr: {bytes(self.stderr[-2000:])!r}"
                    )
                await self._changed.wait()
            return found

    def updates(self, kind: str | None = None) -> list[Message]:
        """The updates of all sessions so far, or those of one kind."""
        updates: list[Message] = [
            message["params"]["update"]
            for message in self.messages
            if message.get("method") == "session/update"
        ]
        return [u for u in updates if kind is None or u["sessionUpdate"] == kind]

    def text(self) -> str:
        """All text of the agent's messages so far."""
        chunks = (update["content"] for update in self.updates("agent_message_chunk"))
        return "".join(chunk.get("text", "") for chunk in chunks)

    async def _result(self, method: str, params: Message, timeout: float = WAIT_SECONDS) -> Message:
        response = await self.request(method, params, timeout)
        if "error" in response:
            raise RuntimeError(f"{method}: {response['error']}")
        result: Message = response["result"]
        return result

    async def _line(self, line: bytes) -> None:
        self.lines.append(line)
        with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            message = msgspec.json.decode(line)
            if isinstance(message, dict):
                self.messages.append(message)
                if message.get("method") in self.refused and "id" in message:
                    await self._refuse(message)
        self._wake()

    async def _refuse(self, request: Message) -> None:
        error = {"code": -32601, "message": "Method not found"}
        await self.send({"jsonrpc": "2.0", "id": request["id"], "error": error})

    def _wake(self) -> None:
        self._changed.set()
        self._changed = anyio.Event()

    async def read_output(self, stream: ByteReceiveStream) -> None:
        rest = b""
        async for chunk in stream:
            self.chunks.append(chunk)
            *complete, rest = (rest + chunk).split(b"\n")
            for line in complete:
                await self._line(line)
        self.ended = True
        self._wake()

    async def read_stderr(self, stream: ByteReceiveStream) -> None:
        async for chunk in stream:
            self.stderr += chunk
            self._wake()


@asynccontextmanager
async def raw_agent(
    command: Sequence[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> AsyncIterator[RawAgent]:
    """Starts an agent in a session of its own; at the end its process group is killed."""
    async with (
        await anyio.open_process(
            command, stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=cwd, env=env, start_new_session=True
        ) as process,
        anyio.create_task_group() as tasks,
    ):
        assert process.stdout is not None
        assert process.stderr is not None
        agent = RawAgent(process)
        tasks.start_soon(agent.read_output, process.stdout)
        tasks.start_soon(agent.read_stderr, process.stderr)
        try:
            yield agent
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            tasks.cancel_scope.cancel()


@asynccontextmanager
async def raw_session(
    command: Sequence[str], cwd: Path, env: Mapping[str, str] | None = None
) -> AsyncIterator[tuple[RawAgent, str]]:
    """As `raw_agent`, initialized and with one session in `cwd`."""
    async with raw_agent(command, cwd=cwd, env=env) as agent:
        await agent.initialize()
        yield agent, await agent.new_session(cwd)
