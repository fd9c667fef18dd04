"""The scripted model: each instruction does what it says, and hanging up is seen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import msgspec
import pytest

from easel_testing.model_server import ModelServer, model_server
from easel_testing.model_server.tools import NoSuchTool, tool_call


def tool(name: str, **types: str) -> dict[str, Any]:
    properties = {parameter: {"type": kind} for parameter, kind in types.items()}
    parameters = {"type": "object", "properties": properties, "required": list(types)}
    return {"type": "function", "function": {"name": name, "parameters": parameters}}


WRITE = tool("write_file", file_path="string", content="string")
SHELL = tool("bash", command="string", description="string", background="boolean")


@asynccontextmanager
async def asked(
    model: ModelServer, *messages: dict[str, Any] | str, stream: bool = True
) -> AsyncIterator[anyio.abc.SocketStream]:
    """An open connection on which a chat completion has been requested."""
    port = int(model.url.split(":")[2].split("/")[0])
    full = [{"role": "user", "content": m} if isinstance(m, str) else m for m in messages]
    body = msgspec.json.encode({"messages": full, "tools": [WRITE, SHELL], "stream": stream})
    head = f"POST /v1/chat/completions HTTP/1.1\r\nContent-Length: {len(body)}\r\n\r\n"
    async with await anyio.connect_tcp("127.0.0.1", port) as stream_:
        await stream_.send(head.encode() + body)
        yield stream_


async def answer(model: ModelServer, *messages: dict[str, Any] | str, stream: bool = True) -> str:
    """The whole response, as it came."""
    async with asked(model, *messages, stream=stream) as connection:
        return b"".join([chunk async for chunk in connection]).decode()


def said(response: str) -> str:
    """The text of a streamed answer."""
    lines = [line.removeprefix("data: ") for line in response.splitlines() if "choices" in line]
    deltas = [msgspec.json.decode(line)["choices"][0]["delta"] for line in lines]
    return "".join(delta.get("content", "") for delta in deltas)


async def test_it_says_what_the_last_instruction_of_the_message_says() -> None:
    async with model_server() as model:
        parts = [{"type": "text", "text": "SAY no"}, {"type": "text", "text": "  SAY hello there"}]
        response = await answer(model, "SAY earlier", {"role": "user", "content": parts})
        assert said(response) == "hello there"
        assert response.endswith("data: [DONE]\n\n")
        assert [request.outcome for request in model.turns] == ["answered"]


async def test_it_answers_without_a_stream() -> None:
    async with model_server() as model:
        response = await answer(model, "SAY hello", stream=False)
    body = msgspec.json.decode(response.partition("\r\n\r\n")[2])
    assert body["choices"][0]["message"]["content"] == "hello"


async def test_it_recalls_the_earlier_messages() -> None:
    async with model_server() as model:
        assert said(await answer(model, "SAY first", "SAY second", "RECALL")) == (
            "SAY first\nSAY second"
        )


async def test_it_calls_a_tool_and_then_tells_the_result() -> None:
    async with model_server() as model:
        response = await answer(model, "TOOL shell echo hi")
        assert '"finish_reason":"tool_calls"' in response
        assert r"{\"command\":\"echo hi\"" in response
        result = {"role": "tool", "content": "hi"}
        assert said(await answer(model, "TOOL shell echo hi", result)) == "done: hi"


@pytest.mark.parametrize("instruction", ["SLOW 1000", "STALL", "HANG"])
async def test_it_sees_the_agent_hang_up(instruction: str) -> None:
    async with model_server() as model:
        async with asked(model, instruction):
            request = await model.asked(instruction)
            assert request.outcome == "open"
        assert await model.dropped() is request
        assert request.ended_at is not None
        assert request.ended_at >= request.began_at


async def test_it_fails_as_told() -> None:
    async with model_server() as model:
        assert (await answer(model, "ERROR 429")).startswith("HTTP/1.1 429 Too Many Requests")
        dropped = await answer(model, "DROP")
        assert said(dropped) == "start"
        assert "[DONE]" not in dropped


def test_tools_are_found_by_name_and_filled_by_schema() -> None:
    assert tool_call([SHELL, WRITE], "write", path="/a", text="b") == {
        "name": "write_file", "arguments": {"file_path": "/a", "content": "b"},
    }  # fmt: skip
    assert tool_call([SHELL], "shell", command="ls")["arguments"] == {
        "command": "ls", "description": "As asked", "background": False,
    }  # fmt: skip
    with pytest.raises(NoSuchTool, match="bash"):
        tool_call([SHELL], "write", path="/a", text="b")
