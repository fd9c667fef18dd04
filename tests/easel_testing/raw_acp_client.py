"""A small ACP client: the raw wire to an agent, sessions on it, and answers to its requests.

It sends and sees plain dicts, so that a test can be as exact, or as wrong, as it likes.
"""

import math
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import anyio

from easel_testing.raw_lines import Message, RawAgent, raw_agent

Handler = Callable[[Message], Any]
"""Takes the params of a request and returns the result to answer with; may raise `RpcError`."""


class RpcError(Exception):
    """A JSON-RPC error, received or to be sent."""

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(f"{code} {message} {data}")
        self.code = code
        self.message = message
        self.data = data


@dataclass(frozen=True)
class Turn:
    """A finished turn: the result of its prompt and the updates that came before it."""

    result: Message
    updates: list[Message]

    @property
    def stop_reason(self) -> str:
        return str(self.result["stopReason"])

    @property
    def text(self) -> str:
        return joined_text(self.updates, "agent_message_chunk")

    @property
    def thoughts(self) -> str:
        return joined_text(self.updates, "agent_thought_chunk")

    def of_kind(self, kind: str) -> list[Message]:
        return [update for update in self.updates if update["sessionUpdate"] == kind]

    def tool_calls(self) -> list[Message]:
        """The last state of each tool call, in the order in which they began."""
        calls: dict[str, Message] = {}
        for update in self.updates:
            if update["sessionUpdate"] in {"tool_call", "tool_call_update"}:
                calls.setdefault(update["toolCallId"], {}).update(update)
        return list(calls.values())


class RawAcpClient:
    """One connection. Requests of the agent are answered by `handlers`, the others left open."""

    def __init__(self, wire: RawAgent) -> None:
        self.wire = wire
        self.handlers: dict[str, Handler] = {}
        self.methods: dict[int, str] = {}
        """The method of every request sent, by its id."""
        self._sent_at: dict[int, int] = {}

    async def begin(self, method: str, params: Message) -> int:
        """Send a request and return its id."""
        position = len(self.wire.messages)
        request_id = await self.wire.begin(method, params)
        self.methods[request_id] = method
        self._sent_at[request_id] = position
        return request_id

    async def result(self, request_id: int) -> Any:
        """Wait for the answer to a request; an error raises `RpcError`."""
        response = await self.first(partial(_answers, request_id), self._sent_at[request_id])
        if error := response.get("error"):
            raise RpcError(error["code"], error["message"], error.get("data"))
        return response["result"]

    async def request(self, method: str, params: Message) -> Any:
        """Send a request and wait for its result; an error raises `RpcError`."""
        return await self.result(await self.begin(method, params))

    async def initialize(self, capabilities: Mapping[str, Any] | None = None) -> Message:
        params = {"protocolVersion": 1, "clientCapabilities": dict(capabilities or {})}
        result: Message = await self.request("initialize", params)
        return result

    async def new_session(self, cwd: Path, **params: Any) -> "RawSession":
        """Open a session in `cwd`; `params` are further ones of `session/new`."""
        result = await self.request("session/new", {"cwd": str(cwd), "mcpServers": [], **params})
        return RawSession(self, result["sessionId"], result)

    async def open_session(self, method: str, session_id: str, cwd: Path) -> "RawSession":
        """Open an existing session with `session/load`, `session/resume` or `session/fork`."""
        params = {"sessionId": session_id, "cwd": str(cwd), "mcpServers": []}
        result = await self.request(method, params)
        return RawSession(self, result.get("sessionId", session_id), result)

    async def first(self, wanted: Callable[[Message], object], since: int = 0) -> Message:
        """The first message that fits, from the message number `since` on, past or to come."""
        messages, position = self.wire.messages, since

        def look() -> Message | None:
            nonlocal position
            while position < len(messages):
                position += 1
                if wanted(messages[position - 1]):
                    return messages[position - 1]
            return None

        return await self.wire.until(look)

    async def wait_for_request(self, session: "RawSession", method: str) -> Message:
        """The first request of this method that belongs to the session, past or to come."""
        return await self.first(
            lambda message: (
                message.get("method") == method and message["params"].get("sessionId") == session.id
            )
        )

    async def answer_requests(self) -> None:
        """Answer the agent's requests for as long as it runs."""
        with suppress(EOFError):
            for position in count():
                message = await self.wire.until(partial(self._message, position), math.inf)
                if "id" in message and message.get("method") in self.handlers:
                    await self._answer(message)

    def _message(self, position: int) -> Message | None:
        messages = self.wire.messages
        return messages[position] if position < len(messages) else None

    async def _answer(self, request: Message) -> None:
        answer: Message = {"jsonrpc": "2.0", "id": request["id"]}
        try:
            answer["result"] = self.handlers[request["method"]](request["params"])
        except RpcError as error:
            answer["error"] = {"code": error.code, "message": error.message, "data": error.data}
        await self.wire.send(answer)


class RawSession:
    """One session of a connection."""

    def __init__(self, client: RawAcpClient, session_id: str, opened: Message) -> None:
        """`opened` is the result of the request that opened it."""
        self.client = client
        self.id = session_id
        self.opened = opened

    def updates(self, since: int = 0) -> list[Message]:
        """The session's updates so far, from the message number `since` of the wire on."""
        return [
            message["params"]["update"]
            for message in self.client.wire.messages[since:]
            if message.get("method") == "session/update"
            and message["params"]["sessionId"] == self.id
        ]

    def text(self) -> str:
        """All that the agent has said so far."""
        return joined_text(self.updates(), "agent_message_chunk")

    async def request(self, method: str, **params: Any) -> Any:
        """Send a request about this session and wait for its result."""
        return await self.client.request(method, {"sessionId": self.id, **params})

    async def begin(self, prompt: str | Sequence[Message]) -> int:
        """Send a prompt, text or content blocks, and return the id of the request."""
        blocks = [{"type": "text", "text": prompt}] if isinstance(prompt, str) else list(prompt)
        return await self.client.begin("session/prompt", {"sessionId": self.id, "prompt": blocks})

    async def prompt(self, prompt: str | Sequence[Message]) -> Turn:
        """Run a turn to its end."""
        since = len(self.client.wire.messages)
        return await self.end_of(await self.begin(prompt), since)

    async def end_of(self, request_id: int, since: int = 0) -> Turn:
        """Wait for the end of a turn that was begun; `since` as in `updates`."""
        result = await self.client.result(request_id)
        messages = self.client.wire.messages
        end = next(
            position
            for position in range(len(messages) - 1, -1, -1)
            if _answers(request_id, messages[position])
        )
        late = self.updates(end)
        updates = self.updates(since)
        return Turn(result, updates[: len(updates) - len(late)])

    async def cancel(self) -> None:
        await self.client.wire.cancel(self.id)

    async def wait_for_text(self, part: str) -> None:
        """Wait until the agent has said something."""
        said = ""

        def hear(update: Message) -> bool:
            nonlocal said
            said += joined_text([update], "agent_message_chunk")
            return part in said

        await self.wait_for_update(hear)

    async def wait_for_update(self, wanted: Callable[[Message], object]) -> Message:
        """The first update that fits, past or to come."""
        message = await self.client.first(
            lambda message: (
                message.get("method") == "session/update"
                and message["params"]["sessionId"] == self.id
                and wanted(message["params"]["update"])
            )
        )
        update: Message = message["params"]["update"]
        return update


def _answers(request_id: int, message: Message) -> bool:
    return message.get("id") == request_id and "method" not in message


def joined_text(updates: Sequence[Message], kind: str) -> str:
    """The text of all chunks of a kind."""
    return "".join(
        update["content"].get("text", "") for update in updates if update["sessionUpdate"] == kind
    )


def allow(option: str = "allow_once") -> Handler:
    """Answer permission requests with the first option of a kind."""

    def answer(params: Message) -> Message:
        chosen = next(item for item in params["options"] if item["kind"] == option)
        return {"outcome": {"outcome": "selected", "optionId": chosen["optionId"]}}

    return answer


@asynccontextmanager
async def raw_acp_client(
    command: Sequence[str],
    *,
    capabilities: Mapping[str, Any] | None = None,
    initialize: bool = True,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> AsyncIterator[RawAcpClient]:
    """Start an agent and, if wanted, initialize it; at the end its process group is killed."""
    async with (
        raw_agent(command, cwd=cwd, env=env) as wire,
        anyio.create_task_group() as tasks,
    ):
        client = RawAcpClient(wire)
        tasks.start_soon(client.answer_requests)
        if initialize:
            await client.initialize(capabilities)
        yield client
        tasks.cancel_scope.cancel()
