"""The trace shows what went by, within bounds, and no secret."""

from typing import Any

import msgspec
import pytest

from easel_acp.connection.messages import Message, SessionUpdate, Skipped
from easel_acp.connection.trace import MARKER, MAX_ENTRY_BYTES, TraceRing
from easel_acp.redaction import REDACTED, redacted
from easel_testing.connected_agents import Owner, connected_agent, inline_agent, text_prompt


def shown(trace: TraceRing) -> list[Any]:
    return [msgspec.json.decode(entry.text) for entry in trace.entries()]


async def test_a_turn_is_traced_in_both_directions_in_order() -> None:
    program = """
prompt = receive()
raw(b"noise\\n")
send(update("hi"), result(prompt, {"stopReason": "end_turn"}))
receive()
"""
    trace = TraceRing("messages")
    async with connected_agent(inline_agent(program), Owner(), trace=trace) as agent:
        await agent.connection.prompt("s1", text_prompt("go"))
    assert [entry.direction for entry in trace.entries()] == ["out", "in", "in", "in"]
    assert [entry.seq for entry in trace.entries()] == [1, 2, 3, 4]
    assert shown(trace) == [
        {"id": 0, "method": "session/prompt", "sessionId": "s1"},
        {"skipped": "notJson", "bytes": 5},
        {"method": "session/update", "sessionId": "s1", "sessionUpdate": "agent_message_chunk"},
        {"id": 0},
    ]


def test_nothing_is_kept_while_the_trace_is_off() -> None:
    trace = TraceRing()
    trace.record("out", {"method": "a"})
    trace.record_lines([{"method": "b"}])
    assert trace.entries() == []


def test_the_level_may_change_at_any_time() -> None:
    trace = TraceRing()
    trace.level = "verbose"
    trace.record("out", {"method": "a", "params": {"b": 1}})
    assert shown(trace) == [{"method": "a", "params": {"b": 1}}]


def test_a_verbose_trace_shows_lines_as_they_came() -> None:
    trace = TraceRing("verbose")
    trace.record_lines([SessionUpdate("s1", {"a": 1}, {"b": 2}), Skipped("blank", 0)])
    params = {"sessionId": "s1", "update": {"a": 1}, "_meta": {"b": 2}}
    assert shown(trace) == [
        {"method": "session/update", "params": params},
        {"skipped": "blank", "bytes": 0},
    ]


def test_only_the_newest_entries_are_kept() -> None:
    trace = TraceRing("messages", max_entries=3)
    for number in range(10):
        trace.record("in", {"id": number})
    assert [message["id"] for message in shown(trace)] == [7, 8, 9]
    assert [entry.seq for entry in trace.entries(after=9)] == [10]


def test_the_text_kept_is_bounded() -> None:
    trace = TraceRing("verbose", max_bytes=1000)
    for _ in range(100):
        trace.record("in", {"text": "x" * 90})
    assert sum(len(entry.text) for entry in trace.entries()) <= 1000
    assert trace.entries()[-1].seq == 100


def test_a_long_message_is_cut_visibly() -> None:
    trace = TraceRing("verbose")
    trace.record("in", {"text": "x" * (2 * MAX_ENTRY_BYTES)})
    [entry] = trace.entries()
    assert entry.text.endswith(MARKER)
    assert len(entry.text) == MAX_ENTRY_BYTES + len(MARKER)


@pytest.mark.parametrize(
    "message",
    [
        {"method": "authenticate", "params": {"methodId": "m", "code": "SECRET"}},
        {"method": "authenticate", "params": {"_meta": {"x": "SECRET"}}},
        {"params": {"mcpServers": [{"env": [{"name": "KEY", "value": "SECRET"}]}]}},
        {"params": {"mcpServers": [{"headers": [{"name": "Authorization", "value": "SECRET"}]}]}},
        {"params": {"env": {"KEY": "SECRET"}}},
        {"params": {"env": ["KEY=SECRET"]}},
        {"params": {"env": "KEY=SECRET"}},
        {"result": {"action": "accept", "content": {"pin": "SECRET"}}},
        {"result": {"apiKey": "SECRET", "api_key": "SECRET", "access_token": "SECRET"}},
        {"result": {"accessToken": "SECRET", "Authorization": "SECRET", "password": "SECRET"}},
    ],
)
def test_no_secret_is_kept(message: Message) -> None:
    trace = TraceRing("verbose")
    trace.record("out", message)
    assert "SECRET" not in trace.entries()[0].text
    assert REDACTED in trace.entries()[0].text
    assert "SECRET" in str(message)


def test_what_is_no_secret_stays_readable() -> None:
    message: Message = {
        "method": "authenticate",
        "params": {"methodId": "login"},
        "result": {"usage": {"inputTokens": 5}, "env": None, "token": 7, "text": "a token"},
    }
    assert redacted(message) == message


def test_the_names_of_variables_stay_readable() -> None:
    message = {"params": {"env": [{"name": "KEY", "value": "x"}], "headers": {"Cookie": "x"}}}
    assert redacted(message)["params"] == {
        "env": [{"name": "KEY", "value": REDACTED}],
        "headers": {"Cookie": REDACTED},
    }


def test_a_message_nested_without_end_is_masked_at_some_depth() -> None:
    deep: Message = {}
    for _ in range(500):
        deep = {"a": [deep]}
    assert REDACTED in str(redacted(deep))
