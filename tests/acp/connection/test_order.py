"""What the agent wrote first is seen first, whoever is slow."""

import random
from collections.abc import Iterator

import anyio

from easel_acp.connection.messages import Message, RequestId, SessionUpdate
from easel_testing.connected_agents import (
    Owner,
    connected_agent,
    inline_agent,
    open_session,
    text_prompt,
)

SESSION = """
send(result(receive(), {"protocolVersion": 1}))
send(result(receive(), {"sessionId": "s1"}))
"""


def busy_at_random(seed: int) -> Owner:
    pause = random.Random(seed)

    async def consume(_updates: list[SessionUpdate]) -> None:
        for _ in range(pause.randrange(3)):
            await anyio.lowlevel.checkpoint()

    return Owner(consume=consume)


def numbers(owner: Owner) -> Iterator[int]:
    return (int(update.update["content"]["text"]) for update in owner.updates)


async def test_d1_the_text_keeps_its_order_whatever_the_consumer_waits_for() -> None:
    program = """
prompt = receive()
for number in range(300):
    send(update(f"{number}"))
send(result(prompt, {"stopReason": "end_turn"}))
receive()
"""
    owner = busy_at_random(1)
    async with connected_agent(inline_agent(SESSION + program), owner) as agent:
        session_id = await open_session(agent.connection)
        await agent.connection.prompt(session_id, text_prompt("count"))
        assert list(numbers(owner)) == list(range(300))


async def test_100_000_updates_arrive_without_one_inversion() -> None:
    program = """
prompt = receive()
for thousand in range(100):
    send(*(update(f"{thousand * 1000 + number}") for number in range(1000)))
send(result(prompt, {"stopReason": "end_turn"}))
receive()
"""
    owner = busy_at_random(2)
    async with connected_agent(inline_agent(SESSION + program), owner) as agent:
        session_id = await open_session(agent.connection)
        await agent.connection.prompt(session_id, text_prompt("count"))
        assert list(numbers(owner)) == list(range(100_000))
        assert agent.connection.counters.updates == 100_000


async def test_d2_the_answer_comes_after_every_update_before_it_and_before_those_after_it() -> None:
    program = """
prompt = receive()
send(update("0"), update("1"), result(prompt, {"stopReason": "end_turn"}), update("2"))
receive()
"""
    owner = Owner()
    async with connected_agent(inline_agent(SESSION + program), owner) as agent:
        session_id = await open_session(agent.connection)
        await agent.connection.prompt(session_id, text_prompt("go"))
        assert list(numbers(owner)) == [0, 1]
        await owner.until(lambda: list(numbers(owner)) == [0, 1, 2])
        assert owner.batches == [2, 1]


async def test_replayed_history_is_complete_when_the_session_is_loaded() -> None:
    program = """
send(result(receive(), {"protocolVersion": 1}))
load = receive()
send(*(update(f"{number}") for number in range(2000)), result(load, None))
receive()
"""
    owner = busy_at_random(3)
    async with connected_agent(inline_agent(program), owner) as agent:
        await agent.connection.initialize({}, {}, timeout=20)
        await agent.connection.request("session/load", {"sessionId": "s1"}, timeout=20)
        assert list(numbers(owner)) == list(range(2000))


async def test_a_request_of_the_agent_is_begun_between_the_updates_around_it() -> None:
    program = """
send(update("0"), {"id": 0, "method": "ask", "params": {}}, update("1"), {"method": "said"},
     update("2"))
receive()
"""
    seen: list[str | int] = []

    async def answer(method: str, _params: Message, _request_id: RequestId) -> None:
        seen.append(method)

    async def consume(updates: list[SessionUpdate]) -> None:
        seen.extend(int(update.update["content"]["text"]) for update in updates)

    owner = Owner(answer=answer, consume=consume)
    async with connected_agent(inline_agent(program), owner):
        await owner.until(lambda: len(owner.updates) == 3)
        assert seen == [0, "ask", 1, 2]
        assert owner.notifications == [("said", {})]


async def test_updates_come_before_the_session_that_they_belong_to_is_known() -> None:
    program = """
send(result(receive(), {"protocolVersion": 1}))
new = receive()
send(update("early"), result(new, {"sessionId": "s1"}))
receive()
"""
    owner = Owner()
    async with connected_agent(inline_agent(program), owner) as agent:
        assert await open_session(agent.connection) == "s1"
        assert [update.session_id for update in owner.updates] == ["s1"]


async def test_t19_every_update_says_whose_it_is() -> None:
    program = """
send(update("mine"), update("another's", session="s2"), update("mine"))
receive()
"""
    owner = Owner()
    async with connected_agent(inline_agent(program), owner):
        await owner.until(lambda: len(owner.updates) == 3)
        assert [update.session_id for update in owner.updates] == ["s1", "s2", "s1"]


async def test_an_update_that_nobody_knows_yet_comes_through_with_all_its_fields() -> None:
    program = """
told = {"sessionUpdate": "hologram", "new": [1]}
send({"method": "session/update", "params": {"sessionId": "s1", "update": told, "_meta": {"a": 1}}})
receive()
"""
    owner = Owner()
    async with connected_agent(inline_agent(program), owner):
        await owner.until(lambda: owner.updates)
        expected = {"sessionUpdate": "hologram", "new": [1]}
        assert owner.updates == [SessionUpdate("s1", expected, {"a": 1})]


async def test_the_agent_is_not_read_while_the_consumer_is_busy() -> None:
    program = """
while True:
    send(*(update("x") for _ in range(100)))
"""
    released = anyio.Event()

    async def consume(_updates: list[SessionUpdate]) -> None:
        await released.wait()

    owner = Owner(consume=consume)
    async with connected_agent(inline_agent(program), owner) as agent:
        await owner.until(lambda: owner.batches)
        reads = agent.stream.reads
        for _ in range(100):
            await anyio.lowlevel.checkpoint()
        assert agent.stream.reads == reads
        assert len(owner.batches) == 1
        released.set()
        await owner.until(lambda: len(owner.batches) > 1)


async def test_an_update_that_the_consumer_chokes_on_does_not_end_the_connection() -> None:
    program = """
send(update("bad"))
send(result(receive(), {"protocolVersion": 1}))
receive()
"""

    async def consume(_updates: list[SessionUpdate]) -> None:
        raise LookupError

    async with connected_agent(inline_agent(program), Owner(consume=consume)) as agent:
        await agent.connection.initialize({}, {}, timeout=20)
