"""The test agent: how it starts, and what it remembers."""

from pathlib import Path
from typing import Any

import pytest

from easel_testing.agents import ScriptedAgent, scripted_agent
from easel_testing.raw_lines import raw_agent, raw_session


def load_params(session: str, cwd: Path) -> dict[str, Any]:
    return {"sessionId": session, "cwd": str(cwd), "mcpServers": []}


async def with_one_turn(scripted: ScriptedAgent, cwd: Path) -> str:
    """The id of a session that has had a turn, whose process is gone."""
    async with raw_session(scripted.command, cwd) as (agent, session):
        await agent.prompt(session, "remember the milk\nsay noted")
    return session


@pytest.mark.parametrize(
    ("behaviour", "wanted"),
    [
        ({"initialize": {"protocolVersion": 7}}, {"protocolVersion": 7}),
        ({"features": "steering"}, {"_meta": {"steering": {"supported": True}}}),
    ],
)
async def test_initialize_says_what_it_is_told_to(
    tmp_path: Path, behaviour: dict[str, Any], wanted: dict[str, Any]
) -> None:
    async with raw_agent(scripted_agent(tmp_path, **behaviour).command) as agent:
        assert (await agent.initialize()).items() >= wanted.items()


async def test_agent_info_can_be_missing(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path, initialize={"agentInfo": None})
    async with raw_agent(scripted.command) as agent:
        assert "agentInfo" not in await agent.initialize()


async def test_a_start_can_fail_a_number_of_times_across_processes(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path, on={"start": "first 2 exit 4"})
    for _ in range(2):
        async with raw_agent(scripted.command) as agent:
            assert await agent.process.wait() == 4
    async with raw_agent(scripted.command) as agent:
        await agent.initialize()
    assert len(scripted.journal().pids()) == 3


async def test_a_hook_that_is_no_script_ends_the_agent_with_a_message(tmp_path: Path) -> None:
    async with raw_agent(scripted_agent(tmp_path, on={"start": "frobnicate"}).command) as agent:
        assert await agent.process.wait() == 2
        await agent.until(lambda: b"unknown step 'frobnicate'" in agent.stderr or None)


async def test_a_step_that_cannot_be_done_is_answered_and_noted(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path, on={"session/close": "sleep soon"}, features="close")
    async with raw_session(scripted.command, tmp_path) as (agent, session):
        assert (await agent.prompt(session, "sleep soon"))["error"]["code"] == -32603
        closed = await agent.request("session/close", {"sessionId": session})
    assert closed["error"]["code"] == -32603
    assert len(scripted.journal().notes("failed")) == 2


async def test_a_request_can_fail_a_number_of_times(tmp_path: Path) -> None:
    hooks = {"initialize": "sleep 1", "session/new": "first 1 error -32603 not yet"}
    async with raw_agent(scripted_agent(tmp_path, on=hooks).command) as agent:
        await agent.initialize()
        params = {"cwd": "/", "mcpServers": []}
        assert (await agent.request("session/new", params))["error"]["message"] == "not yet"
        assert "result" in await agent.request("session/new", params)


async def test_updates_can_come_before_and_after_the_answer_to_new(tmp_path: Path) -> None:
    scripted = scripted_agent(
        tmp_path, on={"session/new": "say early"}, after={"session/new": "say late"}
    )
    async with raw_session(scripted.command, tmp_path) as (agent, session):
        await agent.wait_for_text("late")
    order = [m["params"]["sessionId"] if "params" in m else m["id"] for m in agent.messages]
    assert order == [0, session, 1, session]


async def test_login_can_be_required(tmp_path: Path) -> None:
    async with raw_agent(scripted_agent(tmp_path, features="auth").command) as agent:
        methods = (await agent.initialize())["authMethods"]
        params = {"cwd": "/", "mcpServers": []}
        refused = (await agent.request("session/new", params))["error"]
        assert (refused["code"], refused["data"]) == (-32000, {"authMethods": methods})
        await agent.request("authenticate", {"methodId": methods[0]["id"]})
        assert "result" in await agent.request("session/new", params)


async def test_a_session_is_loaded_by_another_process_and_replayed(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path)
    session = await with_one_turn(scripted, tmp_path)
    async with raw_agent(scripted.command) as agent:
        await agent.initialize()
        assert "result" in await agent.request("session/load", load_params(session, tmp_path))
        replayed = [update["content"]["text"] for update in agent.updates()]
        assert replayed == ["remember the milk\nsay noted", "noted"]
        await agent.prompt(session, "recall")
    assert agent.text() == "notedthe milk"


async def test_a_session_is_resumed_without_a_replay(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path, features="resume")
    session = await with_one_turn(scripted, tmp_path)
    async with raw_agent(scripted.command) as agent:
        await agent.initialize()
        await agent.request("session/resume", load_params(session, tmp_path))
        assert agent.updates() == []
        await agent.prompt(session, "recall")
    assert agent.text() == "the milk"


async def test_a_load_can_succeed_and_have_forgotten_everything(tmp_path: Path) -> None:
    session = await with_one_turn(scripted_agent(tmp_path), tmp_path)
    scripted = scripted_agent(tmp_path, arguments=("--load", "empty"))
    async with raw_agent(scripted.command) as agent:
        await agent.initialize()
        assert "result" in await agent.request("session/load", load_params(session, tmp_path))
        assert agent.updates() == []
        await agent.prompt(session, "recall")
    assert agent.text() == "nothing"


async def test_a_replay_can_follow_the_answer(tmp_path: Path) -> None:
    session = await with_one_turn(scripted_agent(tmp_path), tmp_path)
    scripted = scripted_agent(tmp_path, arguments=("--load", "late"))
    async with raw_agent(scripted.command) as agent:
        await agent.initialize()
        await agent.request("session/load", load_params(session, tmp_path))
        await agent.wait_for_text("noted")
    assert [("update" in m.get("params", {})) for m in agent.messages] == [False] * 2 + [True] * 2


@pytest.mark.parametrize(
    ("features", "hooks", "code"),
    [
        ("load", {}, -32002),
        ("", {}, -32601),
        ("load", {"session/load": "error -32603 no rollout found for thread"}, -32603),
    ],
)
async def test_a_load_fails_as_told(
    tmp_path: Path, features: str, hooks: dict[str, str], code: int
) -> None:
    scripted = scripted_agent(tmp_path, features=features, on=hooks)
    async with raw_agent(scripted.command) as agent:
        await agent.initialize()
        response = await agent.request("session/load", load_params("gone", tmp_path))
    assert response["error"]["code"] == code


async def test_modes_and_options_are_set_and_answered_canonically(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path, features="modes,options,commands")
    async with raw_session(scripted.command, tmp_path) as (agent, session):
        option = {"sessionId": session, "configId": "model", "value": "latest"}
        response = await agent.request("session/set_config_option", option)
        assert response["result"]["configOptions"][0]["currentValue"] == "model-2"
        wrong = await agent.request("session/set_mode", {"sessionId": session, "modeId": "x"})
        assert wrong["error"]["code"] == -32602
        await agent.wait_for_request("session/update")
        await agent.prompt(session, "mode plan\nconfig model=model-1\ntitle New")
    kinds = [update["sessionUpdate"] for update in agent.updates()]
    assert kinds == [
        "available_commands_update", "current_mode_update",
        "config_option_update", "session_info_update",
    ]  # fmt: skip


async def test_sessions_are_listed_forked_and_deleted(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path, features="list,fork,close,delete")
    async with raw_session(scripted.command, tmp_path) as (agent, session):
        await agent.prompt(session, "remember this")
        fork = await agent.request("session/fork", load_params(session, tmp_path))
        child = fork["result"]["sessionId"]
        await agent.request("session/close", {"sessionId": child})
        await agent.request("session/delete", {"sessionId": session})
        listed = await agent.request("session/list", {})
    assert [entry["sessionId"] for entry in listed["result"]["sessions"]] == [child]


async def test_steering_reaches_the_running_turn(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path, features="steering")
    async with raw_session(scripted.command, tmp_path) as (agent, session):
        steer = {"sessionId": session, "prompt": [{"type": "text", "text": "left"}]}
        assert (await agent.request("_session/steering", steer))["result"] == {
            "outcome": "promptRequired"
        }
        await agent.begin_prompt(session, "hang")
        assert (await agent.request("_session/steering", steer))["result"] == {
            "outcome": "injected"
        }
    assert agent.text() == "steered: left"


async def test_what_the_agent_was_given_is_reported(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path)
    env = {"PATH": "/bin:/usr/bin", "EASEL_SECRET": "1"}
    async with raw_session(scripted.command, tmp_path, env) as (agent, session):
        await agent.prompt(session, "report cwd\nreport env EASEL_SECRET\nreport pid\nreport mcp")
    assert agent.text() == f"{tmp_path}1{agent.pid}[]"
    [started] = scripted.journal().notes("started")
    assert set(env) <= set(started.environment)
