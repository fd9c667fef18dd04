"""Logging in to an agent: through the agent itself, or in a terminal of the user (scenario W13)."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest

from easel_testing.agents import alive, scripted_agent, wait_until_gone
from easel_testing.easel import OpenEditor, easel

TERMINAL = {"id": "shell", "name": "Shell", "type": "terminal", "args": ["login"]}
PRACTICE = [sys.executable, "-P", "-m", "easel_acp.practice_agent", "--wants-login"]


async def test_w13_after_a_login_through_the_agent_the_same_process_takes_the_prompt(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent", features="auth")
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()
        error = await client.refused(
            "conversation/prompt", conversationId=conversation, prompt="say never"
        )
        (method,) = error.data["authMethods"]

        result = await client.ask("agents/authenticate", agent="test", methodId=method["id"])

        assert result == {"outcome": "loggedIn"}
        assert (await client.prompt(conversation, "say in"))["endReason"] == "completed"
        (login,) = agent.journal().received("authenticate")
        assert login.params == {"methodId": method["id"]}
        assert [r.pid for r in agent.journal().received("session/prompt")] == [login.pid]
        assert agent.journal().prompts() == ["say in"]


async def test_a_login_in_a_terminal_is_told_as_the_command_to_run(
    editor: OpenEditor, tmp_path: Path
) -> None:
    methods = [{**TERMINAL, "env": {"LOGIN": "1"}}]
    agent = scripted_agent(
        tmp_path / "agent", initialize={"authMethods": methods}, env={"COLOUR": "green"}
    )
    async with editor({"test": agent}) as client:
        result = await client.ask("agents/authenticate", agent="test", methodId="shell")

        assert result["outcome"] == "terminal"
        assert result["terminal"]["command"] == [*agent.command, "login"]
        assert result["terminal"]["env"] == {"COLOUR": "green", "LOGIN": "1"}
        assert result["terminal"]["cwd"] == (tmp_path / "workspace").as_uri()
        await wait_until_gone(*agent.journal().pids())
        assert agent.journal().methods() == ["initialize"]
        (initialize,) = agent.journal().received("initialize")
        assert initialize.params["clientCapabilities"]["auth"] == {"terminal": True}


async def test_the_practice_agent_can_be_logged_in_to_in_a_terminal(tmp_path: Path) -> None:
    entry = {
        "command": PRACTICE,
        "env": {"EASEL_PRACTICE_STATE": str(tmp_path / "practice"), "PYTHONPATH": ""},
    }
    async with easel(tmp_path, agents={"practice": entry}) as client:
        conversation = await client.conversation()
        error = await client.refused(
            "conversation/prompt", conversationId=conversation, prompt="hello"
        )
        methods = {m["id"]: m.get("type") for m in error.data["authMethods"]}
        assert methods == {"practice-login": None, "practice-terminal": "terminal"}

        result = await client.ask(
            "agents/authenticate", agent="practice", methodId="practice-terminal"
        )
        told = result["terminal"]
        ran = await anyio.run_process(
            told["command"], env=told["env"], stdin=subprocess.DEVNULL, check=True
        )

        assert b"logged in" in ran.stdout
        assert (await client.prompt(conversation, "hello"))["endReason"] == "completed"


async def test_of_several_logins_only_the_newest_process_waits(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent", features="auth")
    async with editor({"test": agent}) as client:
        for _ in range(3):
            await client.ask("agents/authenticate", agent="test", methodId="test-login")

        *former, newest = agent.journal().pids()
        await wait_until_gone(*former)
        assert alive(newest)


async def test_what_an_agent_says_about_its_login_is_told(
    editor: OpenEditor, tmp_path: Path
) -> None:
    hook = {"session/new": "error -32000 Missing API key for mistral provider."}
    agent = scripted_agent(tmp_path / "agent", on=hook)
    async with editor({"test": agent}) as client:
        error = await client.refused(
            "conversation/prompt", conversationId=await client.conversation(), prompt="say never"
        )

        assert error.data["kind"] == "authRequired"
        assert "Missing API key for mistral provider." in str(error)


async def test_the_twin_command_logs_in_too(editor: OpenEditor, tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent", features="auth")
    async with editor({"test": agent}) as client:
        params = {"agent": "test", "methodId": "test-login"}
        command = {"command": "easel.agents.authenticate", "arguments": [params]}
        assert "easel.agents.authenticate" in client.commands

        result = await client.request("workspace/executeCommand", command, timeout=20)

        assert result == {"outcome": "loggedIn"}


@pytest.mark.parametrize(
    ("hook", "code", "kind", "words"),
    [
        ("error -32603 wrong password", -33014, "agentError", "wrong password"),
        ("stderr oh no\nexit 3", -33008, "agentCrashed", "oh no"),
    ],
)
async def test_a_login_that_fails_says_why_and_leaves_nothing(
    editor: OpenEditor, tmp_path: Path, hook: str, code: int, kind: str, words: str
) -> None:
    agent = scripted_agent(tmp_path / "agent", features="auth", on={"authenticate": hook})
    async with editor({"test": agent}) as client:
        error = await client.refused("agents/authenticate", agent="test", methodId="test-login")

        assert (error.code, error.data["kind"]) == (code, kind)
        assert words in str(error)
        await wait_until_gone(*agent.journal().pids())


@pytest.mark.parametrize(
    ("methods", "wanted", "words"),
    [
        ([TERMINAL], "other", "It has: `shell`"),
        ([], "other", "It has: none"),
        (
            [{"id": "key", "name": "Key", "type": "env_var", "vars": [{"name": "THE_KEY"}]}],
            "key",
            "Set THE_KEY in the environment, or in `easel.agents.test.env`",
        ),
        ([{"id": "x", "name": "X", "type": "_retina"}], "x", "`_retina`"),
    ],
)
async def test_a_way_to_log_in_that_does_not_exist_here_is_refused(
    editor: OpenEditor, tmp_path: Path, methods: list[Any], wanted: str, words: str
) -> None:
    agent = scripted_agent(tmp_path / "agent", initialize={"authMethods": methods})
    async with editor({"test": agent}) as client:
        error = await client.refused("agents/authenticate", agent="test", methodId=wanted)

        assert (error.code, error.data["kind"]) == (-33010, "invalidState")
        assert words in str(error)
        await wait_until_gone(*agent.journal().pids())
        assert agent.journal().received("authenticate") == []


async def test_an_agent_that_cannot_start_cannot_be_logged_in_to(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent", on={"initialize": "exit 4"})
    async with editor({"test": agent}) as client:
        error = await client.refused("agents/authenticate", agent="test", methodId="any")
        assert (error.code, error.data["exitCode"]) == (-33008, 4)

        unknown = await client.refused("agents/authenticate", agent="nobody", methodId="any")
        assert (unknown.code, unknown.data["kind"]) == (-33006, "agentUnavailable")


async def test_a_login_that_is_given_up_leaves_nothing(editor: OpenEditor, tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent", features="auth", on={"authenticate": "hang"})
    async with editor({"test": agent}) as client:
        async with anyio.create_task_group() as tasks:
            params = {"agent": "test", "methodId": "test-login"}
            tasks.start_soon(lambda: client.ask("agents/authenticate", **params))
            await agent.journal().wait_for("authenticate")
            tasks.cancel_scope.cancel()

        await wait_until_gone(*agent.journal().pids())


async def test_w13_a_prompt_that_wants_a_login_parks_its_process_for_the_one_after_the_login(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(
        tmp_path / "agent",
        initialize={"authMethods": [TERMINAL]},
        on={"session/prompt": "first 1 error -32000 Authentication required"},
    )
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()

        result = await client.prompt(conversation, "say never")

        assert (result["endReason"], result["error"]["kind"]) == ("failed", "authRequired")
        assert result["error"]["data"]["authMethods"] == [TERMINAL]
        info = await client.info(conversation, processStatus="parked")
        assert info["parkedCause"] == "authRequired"
        await wait_until_gone(*agent.journal().pids())
        assert (await client.prompt(conversation, "say in"))["endReason"] == "completed"
        assert client.text(conversation) == "in"
        assert len(agent.journal().pids()) == 2
