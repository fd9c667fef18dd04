"""Every call of ours gets one answer or one typed error."""

from typing import Any

import anyio
import pytest

from easel_acp.connection.errors import AgentRequestError, AgentTimeout
from easel_testing.connected_agents import Owner, connected_agent, inline_agent, text_prompt


@pytest.mark.parametrize("written", ['"0"', "0", "0.0"])
async def test_an_answer_is_matched_however_its_id_is_written(written: str) -> None:
    program = f'receive()\nraw(b\'{{"id": {written}, "result": {{"a": 1}}}}\\n\')\nreceive()'
    async with connected_agent(inline_agent(program), Owner()) as agent:
        assert await agent.connection.request("ask", {}, timeout=20) == {"a": 1}


@pytest.mark.parametrize(
    ("error", "code", "message", "data"),
    [
        ({"code": -32002, "message": "Gone", "data": {"uri": 1}}, -32002, "Gone", {"uri": 1}),
        ({"code": 400, "message": "Odd code"}, 400, "Odd code", None),
        ({"code": "x", "message": None}, -32603, "Error", None),
        ({}, -32603, "Error", None),
        ("text", -32603, "Error", "text"),
        (["list"], -32603, "Error", ["list"]),
    ],
)
async def test_an_error_of_any_shape_is_one_typed_error(
    error: Any, code: int, message: str, data: Any
) -> None:
    program = f'send({{"id": receive()["id"], "result": None, "error": {error!r}}})\nreceive()'
    async with connected_agent(inline_agent(program), Owner()) as agent:
        with pytest.raises(AgentRequestError) as raised:
            await agent.connection.request("ask", {}, timeout=20)
        assert raised.value.method == "ask"
        assert (raised.value.code, raised.value.message, raised.value.data) == (code, message, data)


@pytest.mark.parametrize("fields", [{}, {"error": None}, {"result": None, "error": None}])
async def test_an_answer_without_an_error_is_a_result(fields: Any) -> None:
    program = f'send({{"id": receive()["id"], **{fields!r}}})\nreceive()'
    async with connected_agent(inline_agent(program), Owner()) as agent:
        assert await agent.connection.request("ask", {}, timeout=20) is None


@pytest.mark.parametrize(
    ("answer", "stop_reason"),
    [
        ({"stopReason": "end_turn"}, "end_turn"),
        ({"stopReason": "tired"}, "tired"),
        ({"stopReason": 7}, None),
        ({}, None),
        (None, None),
        ([1], None),
    ],
)
async def test_t17_an_unknown_or_missing_stop_reason_never_raises(
    answer: Any, stop_reason: str | None
) -> None:
    program = f"send(result(receive(), {answer!r}))\nreceive()"
    async with connected_agent(inline_agent(program), Owner()) as agent:
        result = await agent.connection.prompt("s1", text_prompt("go"))
        assert result.stop_reason == stop_reason


async def test_t20_the_second_stop_reason_of_a_prompt_is_ignored() -> None:
    program = """
prompt = receive()
send(result(prompt, {"stopReason": "cancelled"}), result(prompt, {"stopReason": "end_turn"}))
send(result(receive(), {"stopReason": "refusal"}))
receive()
"""
    async with connected_agent(inline_agent(program), Owner()) as agent:
        first = await agent.connection.prompt("s1", text_prompt("one"))
        second = await agent.connection.prompt("s1", text_prompt("two"))
        assert [first.stop_reason, second.stop_reason] == ["cancelled", "refusal"]
        assert agent.connection.counters.skipped == {"unmatchedResponse": 1}


async def test_a_deadline_ends_the_wait_and_the_late_answer_disturbs_nobody() -> None:
    program = """
first, second = receive(), receive()
send(result(first, "late"), result(second, "in time"))
receive()
"""
    async with connected_agent(inline_agent(program), Owner()) as agent:
        with pytest.raises(AgentTimeout) as raised:
            await agent.connection.request("slow", {}, timeout=0.01)
        assert (raised.value.method, raised.value.seconds) == ("slow", 0.01)
        assert await agent.connection.request("quick", {}, timeout=20) == "in time"


async def test_answers_find_their_callers_in_any_order() -> None:
    program = """
first, second = receive(), receive()
send(result(second, second["method"]), result(first, first["method"]))
receive()
"""
    answers: dict[str, Any] = {}
    async with connected_agent(inline_agent(program), Owner()) as agent:

        async def ask(method: str) -> None:
            answers[method] = await agent.connection.request(method, {}, timeout=20)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask, "one")
            tasks.start_soon(ask, "two")
    assert answers == {"one": "one", "two": "two"}


async def test_a_call_that_was_cancelled_before_it_began_never_reaches_the_agent() -> None:
    program = 'send(result(receive(), {"protocolVersion": 1}))\nreceive()'
    async with connected_agent(inline_agent(program), Owner()) as agent:
        with anyio.CancelScope() as scope:
            scope.cancel()
            await agent.connection.prompt("s1", text_prompt("never"))
        assert agent.connection.counters.messages_out == 0
