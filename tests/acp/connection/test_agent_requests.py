"""Every request of an agent gets one response, whatever its handler does."""

from typing import Any

import anyio
import pytest

from easel_acp.connection.errors import RequestRefused
from easel_acp.connection.messages import Message, RequestId
from easel_testing.connected_agents import Owner, connected_agent, inline_agent

REPORT = """
while True:
    answer = receive()
    send({"method": "answered", "params": answer})
"""


def asking(*requests: Message) -> list[str]:
    """An agent that asks, and tells what it was answered."""
    return inline_agent(f"send(*{list(requests)!r})\n{REPORT}")


def request(method: str = "ask", request_id: Any = 0, params: Any = None) -> Message:
    return {"jsonrpc": "2.0", "id": request_id, "method": method, "params": params}


def answers(owner: Owner) -> list[Message]:
    return [params for method, params in owner.notifications if method == "answered"]


async def answer_to(owner: Owner, *requests: Message) -> list[Message]:
    async with connected_agent(asking(*requests), owner):
        await owner.until(lambda: len(answers(owner)) == len(requests))
        return answers(owner)


@pytest.mark.parametrize("request_id", [0, 7, "0", "6f1c"])
async def test_the_result_of_the_handler_is_the_answer_under_the_same_id(
    request_id: RequestId,
) -> None:
    async def answer(_method: str, params: Message, own_id: RequestId) -> Any:
        return {"params": params, "id": own_id}

    [response] = await answer_to(Owner(answer), request("ask", request_id, {"a": 1}))
    assert response["id"] == request_id
    assert response["result"] == {"params": {"a": 1}, "id": request_id}


async def test_params_may_be_missing() -> None:
    async def answer(_method: str, params: Message, _request_id: RequestId) -> Any:
        return params

    [response] = await answer_to(Owner(answer), {"id": 1, "method": "ask"})
    assert response["result"] == {}


async def test_a_method_that_we_do_not_serve_is_answered_so() -> None:
    [response] = await answer_to(Owner(), request("craft/drainMidTurnQueue"))
    assert response["error"]["code"] == -32601
    assert response["error"]["data"] == {"method": "craft/drainMidTurnQueue"}


async def test_a_refusal_is_answered_as_it_was_raised() -> None:
    async def answer(*_: object) -> Any:
        raise RequestRefused(-32002, "Resource not found", {"uri": "file:///x"})

    [response] = await answer_to(Owner(answer), request())
    expected = {"code": -32002, "message": "Resource not found", "data": {"uri": "file:///x"}}
    assert response["error"] == expected


async def test_params_that_are_no_object_are_refused_before_the_handler() -> None:
    owner = Owner()
    [response] = await answer_to(owner, request(params=[1]))
    assert response["error"]["code"] == -32602
    assert owner.requests == []


async def test_a_fault_of_ours_is_an_error_that_tells_the_agent_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def answer(*_: object) -> Any:
        raise LookupError("/home/user/secret")

    [response] = await answer_to(Owner(answer), request())
    assert response["error"]["code"] == -32603
    assert "secret" not in str(response)
    assert "LookupError" in caplog.text


async def test_a_result_that_cannot_be_written_is_an_error() -> None:
    async def answer(*_: object) -> Any:
        return object()

    [response] = await answer_to(Owner(answer), request())
    assert response["error"]["code"] == -32603


async def test_a_slow_answer_does_not_hold_up_a_quick_one() -> None:
    quick = anyio.Event()

    async def answer(method: str, _params: Message, _request_id: RequestId) -> Any:
        if method == "slow":
            await quick.wait()
        else:
            quick.set()
        return method

    responses = await answer_to(Owner(answer), request("slow", 0), request("quick", 1))
    assert {response["result"] for response in responses} == {"slow", "quick"}


async def test_an_id_that_is_still_open_cannot_be_used_again() -> None:
    refused = anyio.Event()

    async def answer(*_: object) -> Any:
        await refused.wait()
        return "once"

    owner = Owner(answer)
    async with connected_agent(asking(request(), request()), owner):
        await owner.until(lambda: answers(owner))
        assert answers(owner)[0]["error"]["code"] == -32600
        refused.set()
        await owner.until(lambda: len(answers(owner)) == 2)
        assert answers(owner)[1]["result"] == "once"


async def test_an_agent_that_asks_without_end_is_refused_at_some_point() -> None:
    async def answer(*_: object) -> Any:
        await anyio.sleep_forever()

    owner = Owner(answer)
    async with connected_agent(asking(*(request("ask", n) for n in range(257))), owner):
        await owner.until(lambda: answers(owner))
        assert answers(owner)[0]["error"]["message"] == "Too many open requests"
        assert len(owner.requests) == 256


async def test_p9_the_handler_is_told_that_the_agent_gave_up_and_answers_once() -> None:
    given_up = anyio.Event()

    async def answer(*_: object) -> Any:
        await given_up.wait()
        return {"outcome": {"outcome": "cancelled"}}

    cancel = {"method": "$/cancel_request", "params": {"requestId": "p1"}}
    agent = asking(request("session/request_permission", "p1"), cancel)
    owner = Owner(answer)
    async with connected_agent(agent, owner):
        await owner.until(lambda: owner.cancelled_requests)
        assert owner.cancelled_requests == ["p1"]
        given_up.set()
        await owner.until(lambda: answers(owner))
        assert answers(owner)[0]["result"] == {"outcome": {"outcome": "cancelled"}}


@pytest.mark.parametrize("params", [None, {}, {"requestId": 9}, {"requestId": []}])
async def test_giving_up_a_request_that_is_not_open_is_nothing(
    params: Any, caplog: pytest.LogCaptureFixture
) -> None:
    agent = asking({"method": "$/cancel_request", "params": params}, {"method": "later"})
    owner = Owner()
    async with connected_agent(agent, owner):
        await owner.until(lambda: owner.notifications)
        assert owner.notifications == [("later", {})]
        assert owner.cancelled_requests == []
        assert caplog.text == ""


async def test_p3_what_is_being_handled_ends_with_the_agent() -> None:
    ended = anyio.Event()

    async def answer(*_: object) -> Any:
        try:
            await anyio.sleep_forever()
        finally:
            ended.set()

    owner = Owner(answer)
    program = f"send({request()!r})\nreceive()"
    async with connected_agent(inline_agent(program), owner) as agent:
        await owner.until(lambda: owner.requests)
        agent.stream.close_input()
        with anyio.fail_after(20):
            await ended.wait()
        assert agent.connection.close_reason == "eof"


async def test_what_is_being_handled_ends_with_the_connection() -> None:
    ended = anyio.Event()

    async def answer(*_: object) -> Any:
        try:
            await anyio.sleep_forever()
        finally:
            ended.set()

    owner = Owner(answer)
    async with connected_agent(asking(request()), owner):
        await owner.until(lambda: owner.requests)
    assert ended.is_set()
