"""Whatever an agent writes that is no message costs itself and nothing else."""

import pytest

from easel_testing.connected_agents import Owner, connected_agent, inline_agent

INITIALIZE = 'send(result(receive(), {"protocolVersion": 1}))\nreceive()\n'


@pytest.mark.parametrize(
    ("junk", "reason"),
    [
        (b"> npx @vendor/agent\n", "notJson"),
        (b"42\n", "notAnObject"),
        (b'"text"\n', "notAnObject"),
        (b"[]\n", "notAnObject"),
        (b'{"text": "\xff"}\n', "notUtf8"),
        (b"\n", "blank"),
        (b"{}\n", "malformed"),
        (b'{"method": 5}\n', "malformed"),
        (b'{"method": "ask", "id": []}\n', "malformed"),
        (b'{"method": "session/update"}\n', "malformed"),
        (b'{"method": "session/update", "params": []}\n', "malformed"),
        (b'{"method": "session/update", "params": {"sessionId": 1, "update": {}}}\n', "malformed"),
        (b'{"method": "session/update", "params": {"sessionId": "s"}}\n', "malformed"),
        (b'{"error": {"code": -32700, "message": "Parse error"}}\n', "unmatchedResponse"),
        (b'{"id": null, "error": {"code": -32700, "message": ""}}\n', "unmatchedResponse"),
        (b'{"level": "info", "message": "a JSON log line"}\n', "malformed"),
        (b'{"id": {}, "result": {}}\n', "unmatchedResponse"),
        (b'{"id": true, "result": {}}\n', "unmatchedResponse"),
        (b'{"id": 4711, "result": {}}\n', "unmatchedResponse"),
    ],
)
async def test_d8_noise_is_counted_and_the_stream_goes_on(junk: bytes, reason: str) -> None:
    agent = inline_agent(f"raw({junk!r})\n{INITIALIZE}")
    async with connected_agent(agent, Owner()) as connected:
        await connected.connection.initialize({}, {}, timeout=20)
        assert connected.connection.counters.skipped == {reason: 1}


async def test_d7_a_line_longer_than_any_read_is_intact() -> None:
    program = 'send(update("π" * 1_000_000))\nreceive()'
    owner = Owner()
    async with connected_agent(inline_agent(program), owner):
        await owner.until(lambda: owner.updates)
        assert owner.text == "π" * 1_000_000


async def test_a_line_over_the_cap_is_skipped_and_the_stream_goes_on() -> None:
    program = f'send(update("x" * 1_000_000))\nsend(update("y"))\n{INITIALIZE}'
    owner = Owner()
    async with connected_agent(inline_agent(program), owner, max_line_bytes=100_000) as agent:
        await agent.connection.initialize({}, {}, timeout=20)
        assert owner.text == "y"
        assert agent.connection.counters.skipped == {"tooLong": 1}


async def test_notifications_that_nobody_knows_are_counted_and_passed_on() -> None:
    program = f'send({{"method": "_auth/status_update", "params": {{"ok": 1}}}})\n{INITIALIZE}'
    owner = Owner()
    async with connected_agent(inline_agent(program), owner) as agent:
        await agent.connection.initialize({}, {}, timeout=20)
        assert owner.notifications == [("_auth/status_update", {"ok": 1})]
        assert agent.connection.counters.notifications == {"_auth/status_update": 1}


async def test_methods_invented_without_end_are_counted_without_end_of_memory() -> None:
    program = f"""
send(*({{"method": f"_m/{{number}}", "id": None}} for number in range(1000)))
{INITIALIZE}"""
    owner = Owner()
    async with connected_agent(inline_agent(program), owner) as agent:
        await agent.connection.initialize({}, {}, timeout=20)
        assert len(owner.notifications) == 1000
        counted = agent.connection.counters.notifications
        assert len(counted) == 65
        assert counted.total() == 1000
