"""Each call as it is on the wire, and what becomes of its answer."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from easel_acp.connection.agent_connection import AgentConnection, SessionSetup
from easel_acp.connection.errors import MalformedResult
from easel_acp.connection.messages import Message
from easel_acp.connection.results import PromptResult, SessionResult
from easel_testing.connected_agents import Owner, connected_agent, inline_agent, text_prompt

SETUP = SessionSetup(cwd="/w", mcp_servers=({"name": "fs"},), additional_directories=("/more",))
SETUP_PARAMS = {"cwd": "/w", "mcpServers": [{"name": "fs"}], "additionalDirectories": ["/more"]}
MODES = {"currentModeId": "ask", "availableModes": []}
OPTIONS = [{"id": "model", "type": "select"}]
TEXT = text_prompt("hi")
S = {"sessionId": "s1"}

Call = Callable[[AgentConnection], Awaitable[Any]]

CALLS: dict[str, tuple[Call, str, Message, Any, Any]] = {
    "authenticate": (
        lambda agent: agent.authenticate("login", timeout=20),
        "authenticate",
        {"methodId": "login"},
        {},
        None,
    ),
    "new": (
        lambda agent: agent.new_session(SETUP, timeout=20),
        "session/new",
        SETUP_PARAMS,
        {**S, "modes": MODES, "configOptions": OPTIONS, "later": 1},
        SessionResult(
            "s1", MODES, OPTIONS, {**S, "modes": MODES, "configOptions": OPTIONS, "later": 1}
        ),
    ),
    "new, nothing offered": (
        lambda agent: agent.new_session(SessionSetup(cwd="/w"), timeout=20),
        "session/new",
        {"cwd": "/w", "mcpServers": []},
        S,
        SessionResult("s1", None, None, S),
    ),
    "load, answered with null": (
        lambda agent: agent.load_session("s1", SETUP, timeout=20),
        "session/load",
        {**S, **SETUP_PARAMS},
        None,
        SessionResult("s1", None, None, {}),
    ),
    "resume": (
        lambda agent: agent.resume_session("s1", SETUP, timeout=20),
        "session/resume",
        {**S, **SETUP_PARAMS},
        {"modes": MODES},
        SessionResult("s1", MODES, None, {"modes": MODES}),
    ),
    "fork": (
        lambda agent: agent.fork_session("s1", SETUP, timeout=20),
        "session/fork",
        {**S, **SETUP_PARAMS},
        {"sessionId": "s2"},
        SessionResult("s2", None, None, {"sessionId": "s2"}),
    ),
    "prompt": (
        lambda agent: agent.prompt("s1", TEXT),
        "session/prompt",
        {**S, "prompt": TEXT},
        {"stopReason": "end_turn", "usage": {"totalTokens": 5}},
        PromptResult(
            "end_turn",
            {"totalTokens": 5},
            {"stopReason": "end_turn", "usage": {"totalTokens": 5}},
        ),
    ),
    "steer": (
        lambda agent: agent.steer("s1", TEXT, timeout=20),
        "_session/steering",
        {**S, "prompt": TEXT},
        {"outcome": "injected"},
        "injected",
    ),
    "steer, no outcome": (
        lambda agent: agent.steer("s1", TEXT, timeout=20),
        "_session/steering",
        {**S, "prompt": TEXT},
        None,
        "failed",
    ),
    "set_mode": (
        lambda agent: agent.set_mode("s1", "ask", timeout=20),
        "session/set_mode",
        {**S, "modeId": "ask"},
        {},
        None,
    ),
    "set_config_option": (
        lambda agent: agent.set_config_option("s1", "model", "big", timeout=20),
        "session/set_config_option",
        {**S, "configId": "model", "value": "big"},
        {"configOptions": OPTIONS},
        OPTIONS,
    ),
    "set_config_option, boolean": (
        lambda agent: agent.set_config_option("s1", "fast", True, timeout=20),
        "session/set_config_option",
        {**S, "configId": "fast", "value": True, "type": "boolean"},
        {},
        [],
    ),
    "anything": (
        lambda agent: agent.request("_vendor/thing", {"a": 1}, timeout=20),
        "_vendor/thing",
        {"a": 1},
        [1],
        [1],
    ),
}


@pytest.mark.parametrize(
    ("call", "method", "params", "answer", "expected"), CALLS.values(), ids=CALLS.keys()
)
async def test_a_call_is_one_request_and_its_answer_is_typed(
    call: Call, method: str, params: Message, answer: Any, expected: Any
) -> None:
    program = f"""
asked = receive()
send({{"method": "asked", "params": asked}}, result(asked, {answer!r}))
receive()
"""
    owner = Owner()
    async with connected_agent(inline_agent(program), owner) as agent:
        assert await call(agent.connection) == expected
        [(_, asked)] = owner.notifications
        assert (asked["jsonrpc"], asked["method"], asked["params"]) == ("2.0", method, params)


async def test_initialize_introduces_us_and_asks_for_version_1() -> None:
    program = """
asked = receive()
send({"method": "asked", "params": asked}, result(asked, {"protocolVersion": 1}))
receive()
"""
    owner = Owner()
    capabilities, info = {"terminal": True}, {"name": "easel", "version": "1"}
    async with connected_agent(inline_agent(program), owner) as agent:
        result = await agent.connection.initialize(capabilities, info, timeout=20)
        assert result.protocol_version == 1
        [(_, asked)] = owner.notifications
        assert asked["params"] == {
            "protocolVersion": 1,
            "clientCapabilities": capabilities,
            "clientInfo": info,
        }


@pytest.mark.parametrize("answer", [None, {}, {"sessionId": 5}, {"sessionId": ""}, "s1"])
async def test_a_new_session_without_an_id_is_a_malformed_result(answer: Any) -> None:
    program = f"send(result(receive(), {answer!r}))\nreceive()"
    async with connected_agent(inline_agent(program), Owner()) as agent:
        with pytest.raises(MalformedResult):
            await agent.connection.new_session(SessionSetup(cwd="/w"), timeout=20)


async def test_a_notification_of_ours_has_no_id() -> None:
    program = 'send({"method": "told", "params": receive()})\nreceive()'
    owner = Owner()
    async with connected_agent(inline_agent(program), owner) as agent:
        agent.connection.notify("_vendor/hint", {"a": 1})
        await owner.until(lambda: owner.notifications)
        expected = {"jsonrpc": "2.0", "method": "_vendor/hint", "params": {"a": 1}}
        assert owner.notifications == [("told", expected)]
