"""The end of a connection is known at once to everyone who waits."""

import anyio
import pytest

from easel_acp.connection.agent_connection import connect
from easel_acp.connection.errors import AgentConnectionClosed, CloseReason
from easel_acp.connection.messages import SessionUpdate
from easel_testing.agents import wait_until_gone
from easel_testing.connected_agents import (
    ConnectedAgent,
    Owner,
    connected_agent,
    inline_agent,
    text_prompt,
)

HOLD_STDOUT_AND_DIE = """
import os
if os.fork():
    receive()
    send(update("last words"))
    os._exit(1)
time.sleep(60)
"""


async def reject(agent: ConnectedAgent, reason: CloseReason) -> None:
    with pytest.raises(AgentConnectionClosed) as raised:
        await agent.connection.prompt("s1", text_prompt("go"))
    assert raised.value.reason == reason


async def test_the_end_of_the_output_rejects_every_call() -> None:
    program = "for _ in range(3): receive()"
    async with (
        connected_agent(inline_agent(program), Owner()) as agent,
        anyio.create_task_group() as tasks,
    ):
        for _ in range(3):
            tasks.start_soon(reject, agent, "eof")


async def test_later_calls_are_rejected_too() -> None:
    async with connected_agent(inline_agent(""), Owner()) as agent:
        await agent.connection.wait_closed()
        assert agent.connection.close_reason == "eof"
        await reject(agent, "eof")


async def test_what_the_agent_wrote_last_is_delivered_before_the_end() -> None:
    program = 'receive()\nsend(update("a"))\nraw(line(update("b"))[:-1])'
    owner = Owner()
    async with connected_agent(inline_agent(program), owner) as agent:
        await reject(agent, "eof")
        assert owner.text == "ab"


async def test_an_end_in_mid_line_costs_that_line() -> None:
    program = 'receive()\nraw(line(update("a")) + line(update("b"))[:40])'
    owner = Owner()
    async with connected_agent(inline_agent(program), owner) as agent:
        await reject(agent, "eof")
        assert owner.text == "a"
        assert agent.connection.counters.skipped == {"truncated": 1}


async def test_w4_a_gone_process_ends_the_connection_though_its_child_holds_the_output() -> None:
    owner = Owner()
    async with (
        connected_agent(inline_agent(HOLD_STDOUT_AND_DIE), owner) as agent,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(reject, agent, "aborted")
        await wait_until_gone(agent.process.pid)
        await agent.connection.process_exited(grace=0.05)
        assert owner.text == "last words"


async def test_a_gone_process_whose_output_ends_needs_no_grace() -> None:
    async with connected_agent(inline_agent("receive()"), Owner()) as agent:
        agent.stream.close_input()
        with anyio.fail_after(20):
            await agent.connection.process_exited(grace=3600)
        assert agent.connection.close_reason == "eof"


async def test_an_abort_does_not_wait_for_a_stuck_consumer() -> None:
    async def consume(_updates: list[SessionUpdate]) -> None:
        await anyio.sleep_forever()

    owner = Owner(consume=consume)
    program = 'send(update("x"))\ntime.sleep(60)'
    async with (
        connected_agent(inline_agent(program), owner) as agent,
        anyio.create_task_group() as tasks,
    ):
        await owner.until(lambda: owner.batches)
        tasks.start_soon(reject, agent, "aborted")
        await anyio.lowlevel.checkpoint()
        agent.connection.abort()


async def test_leaving_the_block_rejects_what_still_waits() -> None:
    async with anyio.create_task_group() as tasks:
        async with connected_agent(inline_agent("time.sleep(60)"), Owner()) as agent:
            tasks.start_soon(reject, agent, "closed")
            await anyio.lowlevel.checkpoint()
        assert agent.connection.close_reason == "closed"


async def test_the_first_reason_stays() -> None:
    async with connected_agent(inline_agent(""), Owner()) as agent:
        await agent.connection.wait_closed()
        agent.connection.abort()
    assert agent.connection.close_reason == "eof"


async def test_an_agent_whose_input_is_closed_cannot_be_called() -> None:
    async with connected_agent(inline_agent("time.sleep(60)"), Owner()) as agent:
        agent.stream.close_input()
        with pytest.raises(AgentConnectionClosed) as raised:
            await agent.connection.request("ask", {}, timeout=20)
        assert raised.value.reason == "inputClosed"
        with pytest.raises(AgentConnectionClosed):
            agent.connection.notify("tell", {})


async def test_a_handler_may_end_the_connection_that_it_serves() -> None:
    owner = Owner()
    program = 'receive()\nsend({"id": 1, "method": "die"}, update("x"))\ntime.sleep(60)'
    async with connected_agent(inline_agent(program), owner) as agent:

        async def answer(*_: object) -> None:
            agent.connection.abort()

        owner.answer = answer
        await reject(agent, "aborted")
        assert owner.updates == []


async def test_a_broken_stream_is_the_end_of_it() -> None:
    class Broken:
        async def read(self) -> bytes:
            raise ConnectionResetError

        def write(self, data: bytes) -> None:
            raise BrokenPipeError

    async with connect(Broken(), Owner(), Owner()) as connection:
        await connection.wait_closed()
        assert connection.close_reason == "eof"
