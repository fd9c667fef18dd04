"""The wire: what is no message, what comes too early, what is not known."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from easel_testing.raw_acp_client import RawAcpClient, RawSession, RpcError

Start = Callable[..., AbstractAsyncContextManager[RawAcpClient]]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"garbage", -32700),
        (b'{"jsonrpc": "2.0"', -32700),
        (b'"\xff"', -32700),
        (b"42", -32600),
        (b"[]", -32600),
        (b'[{"jsonrpc":"2.0","id":1,"method":"initialize"}]', -32600),
        (b'{"id": [1], "method": "initialize"}', -32600),
        (b'{"id": 1, "method": 5}', -32600),
        (b'{"id": 1, "error": "text"}', -32600),
        (b"{}", -32600),
    ],
)
async def test_a_line_that_is_no_message_is_answered_and_skipped(
    bare: RawSession, line: bytes, code: int
) -> None:
    wire = bare.client.wire
    since = len(wire.messages)
    assert wire.process.stdin is not None
    await wire.process.stdin.send(line + b"\n")
    assert (await bare.prompt("hello")).stop_reason == "end_turn"
    (answer,) = [m for m in wire.messages[since:] if "error" in m]
    assert (answer["id"], answer["error"]["code"]) == (None, code)


async def test_answers_to_nothing_are_ignored(bare: RawSession) -> None:
    error = {"code": 1, "message": "no"}
    answers: list[dict[str, Any]] = [{"result": {}}, {"result": None}, {"error": error}]
    for answer in answers:
        for answered in (999, "x", None):
            await bare.client.wire.send({"jsonrpc": "2.0", "id": answered, **answer})
    assert (await bare.prompt("hello")).stop_reason == "end_turn"


async def test_an_unknown_request_is_refused_and_an_unknown_notification_ignored(
    bare: RawSession,
) -> None:
    await bare.client.wire.notify("$/cancel_request", {"requestId": 1})
    await bare.client.wire.notify("_example/notify", {})
    await bare.client.wire.notify("session/cancel", {"no": "session"})
    for method in ("_example/request", "session/unheard_of", "logout"):
        with pytest.raises(RpcError) as caught:
            await bare.client.request(method, {})
        assert caught.value.code == -32601


@pytest.mark.parametrize(
    ("method", "params", "path"),
    [
        ("session/new", {"mcpServers": []}, "cwd"),
        ("session/new", {"cwd": 5, "mcpServers": []}, "cwd"),
        ("session/new", {"cwd": "relative", "mcpServers": []}, "cwd"),
        ("session/new", {"cwd": "/no/such/directory", "mcpServers": []}, "cwd"),
        (
            "session/new",
            {"cwd": "/", "mcpServers": [], "additionalDirectories": ["x"]},
            "additionalDirectories.0",
        ),
        ("session/prompt", {"sessionId": "x"}, "prompt"),
        ("session/list", {"cursor": "x"}, "cursor"),
        ("initialize", {}, "protocolVersion"),
    ],
)
async def test_bad_params_are_refused_with_their_path(
    bare: RawSession, method: str, params: dict[str, Any], path: str
) -> None:
    with pytest.raises(RpcError) as caught:
        await bare.client.request(method, params)
    assert caught.value.code == -32602
    assert caught.value.data["errors"][0]["path"] == path


async def test_params_that_are_no_object_are_refused(bare: RawSession) -> None:
    wire = bare.client.wire
    await wire.send({"jsonrpc": "2.0", "id": 5000, "method": "session/new", "params": [1]})
    assert (await wire.response(5000))["error"]["code"] == -32602


async def test_meta_cannot_replace_a_param(bare: RawSession) -> None:
    meta = {"session_id": "hijacked", "sessionId": "hijacked"}
    result = await bare.request(
        "session/prompt", prompt=[{"type": "text", "text": "hello"}], _meta=meta
    )
    assert result["stopReason"] == "end_turn"


def has_id(request_id: object, message: dict[str, Any]) -> bool:
    return message.get("id") == request_id


async def test_ids_of_every_kind_are_echoed(bare: RawSession) -> None:
    for request_id in ("text", -7, 2**53):
        await bare.client.wire.send(
            {"jsonrpc": "2.0", "id": request_id, "method": "session/list", "params": {}}
        )
        await bare.client.first(partial(has_id, request_id))


@pytest.mark.parametrize("version", [0, 1, 2, 99])
async def test_whatever_version_is_asked_for_it_speaks_1(bare: RawSession, version: int) -> None:
    answer = await bare.client.request("initialize", {"protocolVersion": version})
    assert answer["protocolVersion"] == 1


async def test_initialize_says_what_it_can_do(bare: RawSession) -> None:
    answer = await bare.client.initialize()
    capabilities = answer["agentCapabilities"]
    assert answer["agentInfo"]["name"] == "easel-practice"
    assert answer["authMethods"] == []
    assert capabilities["loadSession"] is True
    assert set(capabilities["sessionCapabilities"]) == {
        "additionalDirectories",
        "close",
        "delete",
        "fork",
        "list",
        "resume",
    }


async def test_a_long_prompt_gets_through(bare: RawSession) -> None:
    turn = await bare.prompt("tea " * 100_000)
    assert "100000 words" in turn.text
    assert len(turn.text) < 5000


async def test_stdout_carries_messages_only(bare: RawSession) -> None:
    await bare.prompt("/plan")
    lines = bare.client.wire.lines
    assert all(msgspec.json.decode(line)["jsonrpc"] == "2.0" for line in lines)
    assert len(lines) == len(bare.client.wire.messages)


async def test_initialize_comes_first(tmp_path: Path, start: Start) -> None:
    async with start(initialize=False) as client:
        with pytest.raises(RpcError, match="initialize") as caught:
            await client.new_session(tmp_path)
        assert caught.value.code == -32600
        await client.initialize()
        await client.new_session(tmp_path)


async def test_a_state_directory_that_cannot_be_written_is_named(
    tmp_path: Path, start: Start
) -> None:
    (tmp_path / "file").touch()
    async with start("--state-dir", str(tmp_path / "file" / "below")) as client:
        with pytest.raises(RpcError) as caught:
            await client.new_session(tmp_path)
        assert caught.value.code == -32603
        assert str(tmp_path / "file") in caught.value.message
