"""A cancel is on the wire at once, and only when there is a turn to cancel."""

import asyncio

import anyio
import msgspec
import pytest

from easel_acp.connection.agent_connection import connect
from easel_acp.connection.errors import AgentConnectionClosed
from easel_acp.connection.messages import SessionUpdate
from easel_testing.connected_agents import Owner, connected_agent, inline_agent, text_prompt

STREAM_UNTIL_CANCELLED = """
import threading
stopped = threading.Event()
prompt = receive()
def watch():
    while receive().get("method") != "session/cancel":
        pass
    stopped.set()
threading.Thread(target=watch, daemon=True).start()
for number in range(20_000):
    if stopped.is_set():
        break
    send(*(update("x") for _ in range(10)))
send(result(prompt, {"stopReason": "cancelled" if stopped.is_set() else "end_turn"}))
time.sleep(60)
"""

ANSWER_THE_CANCEL = """
prompt = receive()
cancel = receive()
send({"method": "seen", "params": cancel})
send(result(prompt, {"stopReason": "cancelled"}), {"method": "settled"})
receive()
"""


async def test_a_cancel_reaches_an_agent_that_streams_as_fast_as_it_can() -> None:
    owner = Owner()
    async with connected_agent(inline_agent(STREAM_UNTIL_CANCELLED), owner) as agent:

        async def cancel_on_the_first_update(_updates: list[SessionUpdate]) -> None:
            if len(owner.batches) == 1:
                agent.connection.cancel("s1")

        owner.consume = cancel_on_the_first_update
        result = await agent.connection.prompt("s1", text_prompt("stream"))
        assert result.stop_reason == "cancelled"


class Written:
    """An agent that only listens: what was written to it, write by write."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []

    async def read(self) -> bytes:
        await anyio.sleep_forever()
        return b""

    def write(self, data: bytes, /) -> None:
        self.writes.append(data)


async def test_p2_what_is_held_goes_out_with_the_cancel_in_one_write() -> None:
    stream, owner = Written(), Owner()
    async with connect(stream, owner, owner) as connection:
        connection.hold()
        connection.notify("first", {})
        connection.cancel("s1")
        assert stream.writes == []

        connection.release()
        connection.notify("later", {})

    together, later = stream.writes
    methods = [msgspec.json.decode(line)["method"] for line in together.splitlines()]
    assert methods == ["first", "session/cancel"]
    assert b"later" in later


async def test_another_task_gets_to_cancel_while_updates_stream_without_a_pause() -> None:
    owner = Owner()
    async with (
        connected_agent(inline_agent(STREAM_UNTIL_CANCELLED), owner) as agent,
        anyio.create_task_group() as tasks,
    ):

        async def stop_when_it_streams() -> None:
            await owner.until(lambda: owner.updates)
            agent.connection.cancel("s1")

        tasks.start_soon(stop_when_it_streams)
        result = await agent.connection.prompt("s1", text_prompt("stream"))
        assert result.stop_reason == "cancelled"


async def test_a_cancel_reaches_the_agent_while_the_consumer_is_stuck() -> None:
    released = anyio.Event()

    async def consume(_updates: list[SessionUpdate]) -> None:
        await released.wait()

    owner = Owner(consume=consume)
    async with (
        connected_agent(inline_agent(STREAM_UNTIL_CANCELLED), owner) as agent,
        anyio.create_task_group() as tasks,
    ):

        async def stop_then_go_on() -> None:
            await owner.until(lambda: owner.batches)
            agent.connection.cancel("s1")
            released.set()

        tasks.start_soon(stop_then_go_on)
        result = await agent.connection.prompt("s1", text_prompt("stream"))
        assert result.stop_reason == "cancelled"


async def test_c11_a_cancelled_caller_still_cancels_the_turn_on_the_wire() -> None:
    owner = Owner()
    async with connected_agent(inline_agent(ANSWER_THE_CANCEL), owner) as agent:
        turn = asyncio.create_task(agent.connection.prompt("s1", text_prompt("go")))
        await anyio.lowlevel.checkpoint()
        turn.cancel()
        with pytest.raises(asyncio.CancelledError):
            await turn
        await owner.until(lambda: owner.notifications)
        _, seen = owner.notifications[0]
        assert (seen["method"], seen["params"]) == ("session/cancel", {"sessionId": "s1"})


async def test_c11_a_cancelled_scope_still_cancels_the_turn_on_the_wire() -> None:
    owner = Owner()
    async with connected_agent(inline_agent(ANSWER_THE_CANCEL), owner) as agent:
        with anyio.move_on_after(0.01):
            await agent.connection.prompt("s1", text_prompt("go"))
        assert agent.connection.has_open_prompt("s1")
        await owner.until(lambda: ("settled", {}) in owner.notifications)
        assert not agent.connection.has_open_prompt("s1")


async def test_c8_a_caller_that_is_cancelled_after_a_cancel_sends_no_second_one() -> None:
    async with connected_agent(inline_agent("receive()\ntime.sleep(60)"), Owner()) as agent:
        turn = asyncio.create_task(agent.connection.prompt("s1", text_prompt("go")))
        await anyio.lowlevel.checkpoint()
        agent.connection.cancel("s1")
        sent = agent.connection.counters.messages_out
        turn.cancel()
        await asyncio.wait([turn])
        assert agent.connection.counters.messages_out == sent


async def test_c12_a_caller_cancelled_in_the_tick_of_the_answer_cancels_no_turn() -> None:
    program = """
send(result(receive(), {"stopReason": "end_turn"}), {"method": "answered"})
receive()
"""
    owner = Owner()
    async with connected_agent(inline_agent(program), owner) as agent:
        turn = asyncio.create_task(agent.connection.prompt("s1", text_prompt("go")))
        await anyio.lowlevel.checkpoint()
        sent = agent.connection.counters.messages_out
        while agent.connection.has_open_prompt("s1"):
            await anyio.lowlevel.checkpoint()
        turn.cancel()
        await asyncio.wait([turn])
        assert agent.connection.counters.messages_out == sent


async def test_a_cancelled_caller_of_a_dead_agent_is_cancelled_all_the_same() -> None:
    async with connected_agent(inline_agent("receive()"), Owner()) as agent:
        turn = asyncio.create_task(agent.connection.prompt("s1", text_prompt("go")))
        await anyio.lowlevel.checkpoint()
        agent.stream.close_input()
        turn.cancel()
        with pytest.raises(asyncio.CancelledError):
            await turn


async def test_there_is_nothing_to_cancel_on_a_closed_connection() -> None:
    async with connected_agent(inline_agent(""), Owner()) as agent:
        await agent.connection.wait_closed()
        with pytest.raises(AgentConnectionClosed):
            agent.connection.cancel("s1")
