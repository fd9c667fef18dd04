"""Every request is answered exactly once, whatever is wrong with it."""

from typing import Any

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from easel_server.io import jsonrpc
from easel_server.io.channel import MessageChannel
from easel_server.lsp.responder import MAX_IN_FLIGHT
from easel_testing.example_transports import WAIT_SECONDS, initialize_request, next_message

LAST = "the last request"


async def say(channel: MessageChannel, *messages: Any) -> list[dict[str, Any]]:
    """Send messages (bytes as they are); return what comes before the answer to a last one."""
    for message in messages:
        body = message if isinstance(message, bytes) else jsonrpc.encode(message)
        channel.send(body)
    channel.send(jsonrpc.encode_request(LAST, "easel/test/echo", {}))
    answers: list[dict[str, Any]] = []
    while (answer := await next_message(channel)).get("id") != LAST:
        answers.append(answer)
    return answers


def codes(answers: list[dict[str, Any]]) -> list[tuple[Any, int]]:
    return [(answer["id"], answer["error"]["code"]) for answer in answers]


def request(msg_id: Any, method: Any, **fields: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": msg_id, "method": method, **fields}


POSITION = {"line": 0, "character": 0}
COMMAND = "workspace/executeCommand"


@pytest.mark.parametrize(
    ("message", "msg_id", "code"),
    [
        (b"not json", None, jsonrpc.PARSE_ERROR),
        (b'{"jsonrpc":"2.0","id":1,"method":"\xff"}', None, jsonrpc.PARSE_ERROR),
        (b"", None, jsonrpc.PARSE_ERROR),
        (b"[" * 50_000, None, jsonrpc.PARSE_ERROR),
        ([], None, jsonrpc.INVALID_REQUEST),
        ([request(1, "easel/test/echo")], None, jsonrpc.INVALID_REQUEST),
        (5, None, jsonrpc.INVALID_REQUEST),
        (None, None, jsonrpc.INVALID_REQUEST),
        ({}, None, jsonrpc.INVALID_REQUEST),
        (request(None, "easel/test/echo"), None, jsonrpc.INVALID_REQUEST),
        (request([1], "easel/test/echo"), None, jsonrpc.INVALID_REQUEST),
        (request(True, "easel/test/echo"), None, jsonrpc.INVALID_REQUEST),
        (request(1, ["easel/test/echo"]), 1, jsonrpc.INVALID_REQUEST),
        (request(1, "easel/test/echo", jsonrpc="1.0"), 1, jsonrpc.INVALID_REQUEST),
        ({"id": "a", "method": "easel/test/echo"}, "a", jsonrpc.INVALID_REQUEST),
        (request(1, "initialize", params={"capabilities": {}}), 1, jsonrpc.INVALID_REQUEST),
        (request(1, "easel/unknown"), 1, jsonrpc.METHOD_NOT_FOUND),
        (request(1, "unknown", params={"_meta": 1}), 1, jsonrpc.METHOD_NOT_FOUND),
        (request(1, "textDocument/definition"), 1, jsonrpc.METHOD_NOT_FOUND),
        (request(1, "$/unknown"), 1, jsonrpc.METHOD_NOT_FOUND),
        (request(1, ""), 1, jsonrpc.METHOD_NOT_FOUND),
        (request(1, "easel/test/echo", params=[1]), 1, jsonrpc.INVALID_PARAMS),
        (request(1, "easel/test/echo", params="x"), 1, jsonrpc.INVALID_PARAMS),
        (request(1, "textDocument/hover"), 1, jsonrpc.INVALID_PARAMS),
        (request(1, "textDocument/hover", params=[]), 1, jsonrpc.INVALID_PARAMS),
        (request(1, "textDocument/hover", params={"position": 5}), 1, jsonrpc.INVALID_PARAMS),
        (request(1, COMMAND), 1, jsonrpc.INVALID_PARAMS),
        (request(1, COMMAND, params={"command": 5}), 1, jsonrpc.INVALID_PARAMS),
        (request(1, COMMAND, params={"command": "nobody.knows"}), 1, jsonrpc.INVALID_PARAMS),
        (request(1, COMMAND, params={"command": "easel.unknown"}), 1, jsonrpc.INVALID_PARAMS),
        (
            request(1, COMMAND, params={"command": "easel.test.echo", "arguments": ["x"]}),
            1,
            jsonrpc.INVALID_PARAMS,
        ),
        (
            request(1, COMMAND, params={"command": "easel.test.echo", "arguments": "x"}),
            1,
            jsonrpc.INVALID_PARAMS,
        ),
        (request(1, "easel/test/fail"), 1, jsonrpc.INTERNAL_ERROR),
        (request(1, "easel/test/unencodable"), 1, jsonrpc.INTERNAL_ERROR),
        (request(1, "test/fail"), 1, jsonrpc.INTERNAL_ERROR),
        (request(1, "test/failAsync"), 1, jsonrpc.INTERNAL_ERROR),
        (request(1, "test/failInThread"), 1, jsonrpc.INTERNAL_ERROR),
        (request(1, "test/unencodable"), 1, jsonrpc.INTERNAL_ERROR),
        (request(1, "easel/test/failWithCode"), 1, -33001),
        (request(1, "test/failWithCode"), 1, -33001),
        (request(1, "test/failWithPyglsCode"), 1, -32803),
    ],
)
async def test_what_is_wrong_is_answered_once(
    opened: MessageChannel, message: Any, msg_id: Any, code: int
) -> None:
    assert codes(await say(opened, message)) == [(msg_id, code)]


@pytest.mark.parametrize(
    ("message", "result"),
    [
        (request(1, "easel/test/echo"), {}),
        (request(1, "easel/test/echo", params=None), {}),
        (request("1", "easel/test/echo", params={"a": [None]}), {"a": [None]}),
        (request(2**62, "easel/test/echo", extra="field"), {}),
        (request(1, COMMAND, params={"command": "easel.test.echo"}), {}),
        (request(1, COMMAND, params={"command": "easel.test.echo", "arguments": []}), {}),
        (
            request(1, COMMAND, params={"command": "easel.test.echo", "arguments": [{"a": 1}, 2]}),
            {"a": 1},
        ),
        (request(1, "test/plainParams"), None),
        (request(1, "test/plainParams", params=[{"class": 1}]), [{"class": 1}]),
        (request(1, "test/inThread"), "a thread"),
    ],
)
async def test_what_is_right_is_answered_once(
    opened: MessageChannel, message: Any, result: Any
) -> None:
    assert await say(opened, message) == [{"jsonrpc": "2.0", "id": message["id"], "result": result}]


async def test_a_failure_shows_the_user_no_detail(
    opened: MessageChannel, caplog: pytest.LogCaptureFixture
) -> None:
    messages = [request(1, "easel/test/fail"), request(2, "test/fail")]
    for answer in await say(opened, *messages):
        assert "secret" not in str(answer)
        assert "Traceback" not in str(answer)
        assert "data" not in answer["error"]
    assert caplog.text.count("RuntimeError: a secret detail") == 2


async def test_bad_params_name_the_field_as_it_is_on_the_wire(opened: MessageChannel) -> None:
    (answer,) = await say(opened, request(1, "textDocument/hover", params={"textDocument": {}}))
    assert "params.textDocument.uri" in answer["error"]["message"]
    assert "params.position" in answer["error"]["message"]


async def test_an_error_of_the_router_keeps_its_code_message_and_data(
    opened: MessageChannel,
) -> None:
    (answer,) = await say(opened, request(1, "easel/test/failWithCode"))
    assert answer["error"] == {
        "code": -33001,
        "message": "No such conversation",
        "data": {"kind": "conversationNotFound"},
    }


async def test_before_initialize_every_request_is_refused_and_initialize_still_works(
    fresh: MessageChannel,
) -> None:
    fresh.send(jsonrpc.encode(request(1, "easel/test/echo")))
    fresh.send(jsonrpc.encode(request(2, "textDocument/hover", params={})))
    fresh.send(jsonrpc.encode(request(3, "shutdown")))
    fresh.send(jsonrpc.encode_notification("easel/test/note", {}))
    fresh.send(jsonrpc.encode_request(4, "initialize", {"capabilities": 5}))
    fresh.send(initialize_request(5))
    answers = [await next_message(fresh) for _ in range(5)]
    assert codes(answers[:3]) == [(n, jsonrpc.SERVER_NOT_INITIALIZED) for n in (1, 2, 3)]
    assert codes(answers[3:4]) == [(4, jsonrpc.INVALID_PARAMS)]
    assert "result" in answers[4]


async def test_after_shutdown_every_request_is_refused(opened: MessageChannel) -> None:
    for message in [
        request(1, "shutdown"),
        request(2, "easel/test/echo"),
        request(3, "shutdown"),
        request(4, "initialize", params={"capabilities": {}}),
    ]:
        opened.send(jsonrpc.encode(message))
    answers = [await next_message(opened) for _ in range(4)]
    assert answers[0]["result"] is None
    assert codes(answers[1:]) == [(n, jsonrpc.INVALID_REQUEST) for n in (2, 3, 4)]


async def test_an_id_that_is_in_use_is_refused_and_the_first_request_is_still_answered(
    opened: MessageChannel, tmp_path: Any
) -> None:
    sleep = {"started": str(tmp_path / "started"), "ended": str(tmp_path / "ended")}
    answers = await say(
        opened,
        request(1, "easel/test/sleep", params=sleep),
        request(1, "easel/test/echo"),
        request(1, "test/plainParams"),
        {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 1}},
        request(2, "easel/test/echo"),
    )
    assert codes(answers[:2]) == [(1, jsonrpc.INVALID_REQUEST)] * 2
    assert {answer["id"]: "result" in answer for answer in answers[2:]} == {1: False, 2: True}


async def test_the_requests_in_flight_are_bounded(opened: MessageChannel, tmp_path: Any) -> None:
    sleep = {"started": str(tmp_path / "started"), "ended": str(tmp_path / "ended")}
    messages = [
        request(number, "easel/test/sleep", params=sleep) for number in range(MAX_IN_FLIGHT)
    ]
    for message in messages:
        opened.send(jsonrpc.encode(message))
    opened.send(jsonrpc.encode(request("one too many", "easel/test/echo")))
    answer = await next_message(opened)
    assert codes([answer]) == [("one too many", jsonrpc.REQUEST_FAILED)]


async def test_a_lost_frame_is_answered_with_a_null_id(local_port: int) -> None:
    async with await anyio.connect_tcp("127.0.0.1", local_port) as stream:
        await stream.send(b"Content-Length: nonsense\r\n\r\n{}")
        with anyio.fail_after(WAIT_SECONDS):
            answer = await stream.receive()
        assert b'"id":null' in answer
        assert b"-32700" in answer


def nested(depth: int) -> bytes:
    return b'{"a":' * depth + b"1" + b"}" * depth


@pytest.mark.parametrize("depth", [200, 500, 900, 990, 2000])
@pytest.mark.parametrize(
    "template",
    [
        b'{"jsonrpc":"2.0","id":1,"method":"easel/test/echo","params":%b}',
        b'{"jsonrpc":"2.0","id":1,"method":"test/plainParams","params":%b}',
        b'{"jsonrpc":"2.0","id":1,"method":"textDocument/hover","params":%b}',
        b'{"jsonrpc":"2.0","id":1,"method":"workspace/executeCommand",'
        b'"params":{"command":"test.echo","arguments":[%b]}}',
    ],
)
async def test_any_depth_of_nesting_is_answered_once(
    opened: MessageChannel, template: bytes, depth: int
) -> None:
    (answer,) = await say(opened, template % nested(depth))
    assert answer["id"] in (1, None)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda values: st.lists(values) | st.dictionaries(st.text(), values),
    max_leaves=8,
)
methods = st.sampled_from(
    [
        "easel/test/echo",
        "test/plainParams",
        "textDocument/hover",
        "textDocument/didOpen",
        "textDocument/didChange",
        "workspace/executeCommand",
        "workspace/didChangeWorkspaceFolders",
        "window/workDoneProgress/cancel",
        "$/setTrace",
        "$/cancelRequest",
        "unknown",
    ]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    methods,
    json_values
    | st.fixed_dictionaries({"textDocument": json_values, "position": json_values})
    | st.fixed_dictionaries({"command": st.just("easel.test.echo"), "arguments": json_values}),
)
async def test_any_params_are_answered_exactly_once(
    opened: MessageChannel, method: str, params: Any
) -> None:
    as_request = request(1, method, params=params)
    as_notification = {"jsonrpc": "2.0", "method": method, "params": params}
    if method == "easel/test/echo":
        answers = await say(opened, as_request)
    else:
        answers = await say(opened, as_request, as_notification)
    assert [answer["id"] for answer in answers] == [1]
