"""Bringing an agent up: once, with all it needs, and with a reason when it fails."""

import stat
from pathlib import Path
from typing import Any

import anyio
import pytest

from easel_testing.agents import Journal, ScriptedAgent, scripted_agent, wait_until_gone
from easel_testing.easel import OpenEditor, easel
from easel_testing.easel_client import EaselClient


async def test_w1_fifty_wishes_for_the_agent_start_it_once(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    async with anyio.create_task_group() as wishes:
        for _ in range(50):
            wishes.start_soon(client.act, "resume", conversation)

    assert journal.methods() == ["initialize", "session/new"]
    assert len(journal.pids()) == 1


@pytest.mark.parametrize(
    ("moment", "fault", "code", "data"),
    [
        ("initialize", "error -32603 boom", -33014, {"code": -32603, "message": "boom"}),
        ("session/new", "error -32603 boom", -33014, {"code": -32603, "message": "boom"}),
        (
            "initialize",
            "stderr oh no\nfirst 1 exit 3",
            -33008,
            {"exitCode": 3, "signal": None, "stderrTail": "oh no\n"},
        ),
        ("session/new", "first 1 kill KILL", -33008, {"exitCode": None, "signal": 9}),
    ],
)
async def test_w2_a_start_that_fails_leaves_nothing_and_can_be_tried_again(
    editor: OpenEditor, tmp_path: Path, moment: str, fault: str, code: int, data: dict[str, Any]
) -> None:
    script = f"first 1 spawn stdout session\nfirst 1 {fault}"
    agent = scripted_agent(tmp_path / "agent", on={moment: script})
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()

        error = await client.refused(
            "conversation/prompt", conversationId=conversation, prompt="say never"
        )

        assert error.code == code
        assert data.items() <= error.data.items()
        (ended,) = client.of_type(conversation, "turnEnded")
        assert ended["reason"] == "failed"
        await wait_until_gone(*agent.journal().pids(), *agent.journal().children())
        assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"
        assert agent.journal().prompts() == ["say ok"]
        assert client.infos[conversation]["executionStatus"] == "idle"


async def test_w22_fifty_wishes_that_meet_one_failing_start_count_as_one_failure(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent", on={"initialize": "sleep 300\nfirst 1 exit 1"})
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()

        async def wish() -> None:
            error = await client.refused("conversation/resume", conversationId=conversation)
            assert error.data["kind"] == "agentCrashed"

        async with anyio.create_task_group() as wishes:
            for _ in range(50):
                wishes.start_soon(wish)

        assert len(agent.journal().pids()) == 1
        assert client.infos[conversation]["processStatus"] == "crashed"
        assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"


async def test_w2_an_agent_that_does_not_answer_in_time_is_given_up(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent", on={"initialize": "first 1 hang"})
    async with editor({"test": agent}, {"startup": {"timeoutMs": 300}}) as client:
        conversation = await client.conversation()

        error = await client.refused("conversation/resume", conversationId=conversation)

        assert (error.code, error.data["kind"]) == (-33006, "agentUnavailable")
        assert "initialize" in str(error)
        await wait_until_gone(*agent.journal().pids())


async def test_w2_w13_a_program_that_is_missing_is_the_reason_until_it_is_there(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    program = tmp_path / "agent.sh"
    program.write_text("")
    entry = {"command": str(program), "args": []}
    async with editor({}, {"agents": {"test": entry}}) as client:
        program.chmod(stat.S_IRWXU)
        conversation = await client.conversation(agent="test")
        program.unlink()

        for _ in range(2):
            error = await client.refused(
                "conversation/prompt", conversationId=conversation, prompt="say never"
            )
            assert (error.code, error.data["kind"]) == (-33006, "agentUnavailable")
            assert str(program) in str(error)
        info = client.infos[conversation]
        assert (info["processStatus"], info["parkedCause"]) == ("parked", "agentUnavailable")

        command = " ".join(f"'{word}'" for word in agent.command)
        program.write_text(f"#!/bin/sh\nexec {command}\n")
        program.chmod(stat.S_IRWXU)
        assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"
        assert agent.journal().prompts() == ["say ok"]


async def test_w13_a_missing_login_is_an_error_that_names_the_ways_to_log_in(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent", features="auth")
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()

        for method in ("prompt", "resume"):
            error = await client.refused(
                f"conversation/{method}", conversationId=conversation, prompt="say never"
            )
            assert (error.code, error.data["kind"]) == (-33007, "authRequired")
            assert [method["id"] for method in error.data["authMethods"]] == ["test-login"]
        assert client.infos[conversation]["parkedCause"] == "authRequired"
        await wait_until_gone(*agent.journal().pids())
        assert len(agent.journal().pids()) == 2
        assert agent.journal().prompts() == []


async def test_a_protocol_version_that_easel_does_not_speak_is_a_reason(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent", initialize={"protocolVersion": 7})
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()

        error = await client.refused("conversation/resume", conversationId=conversation)

        assert (error.code, error.data["kind"]) == (-33006, "agentUnavailable")
        assert "version 7" in str(error)


async def test_updates_before_the_session_has_a_name_are_not_lost(
    editor: OpenEditor, tmp_path: Path
) -> None:
    early = "commands review\nusage used=1 size=2\nsay Welcome!"
    agent = scripted_agent(tmp_path / "agent", on={"session/new": early})
    async with editor({"test": agent}) as client:
        conversation = await client.conversation(warm=True)
        info = await client.info(conversation, processStatus="ready")

        assert [command["name"] for command in info["commands"]] == ["review"]
        assert info["usage"] == {"contextUsed": 1, "contextSize": 2}
        assert [e["text"] for e in client.of_type(conversation, "notice")] == ["Welcome!"]
        assert client.of_type(conversation, "turnStarted") == []


async def test_w24_the_environment_of_the_user_reaches_the_agent_and_that_of_easel_does_not(
    tmp_path: Path,
) -> None:
    agent = scripted_agent(tmp_path / "agent", env={"FROM_SETTINGS": "1"})
    env = {"HTTPS_PROXY": "http://proxy.test", "OPENAI_API_KEY": "sk-1", "EASEL_SECRET": "x"}
    async with easel(tmp_path, agents={"test": agent.setting}, env=env) as client:
        conversation = await client.conversation()
        names = (*env, "FROM_SETTINGS")

        await client.prompt(conversation, "\n".join(f"report env {name}\nsay ;" for name in names))

        told = client.text(conversation).rstrip(";").split(";")
        assert told == ["http://proxy.test", "sk-1", "unset", "1"]


async def test_the_agent_gets_directory_servers_and_capabilities(
    editor: OpenEditor, tmp_path: Path
) -> None:
    more = tmp_path / "more"
    more.mkdir()
    agent = scripted_agent(
        tmp_path / "agent",
        initialize={"agentCapabilities": {"sessionCapabilities": {"additionalDirectories": {}}}},
    )
    settings = {
        "mcpServers": {"files": {"command": "mcp-files", "args": ["-v"]}},
        "canvas": {"agentTools": False},
    }
    async with editor({"test": agent}, settings) as client:
        own = {"name": "web", "type": "http", "url": "http://127.0.0.1:9/mcp"}
        conversation = await client.conversation(
            cwd=str(more), mcpServers=[own], additionalDirectories=[tmp_path.as_uri()]
        )
        await client.act("resume", conversation)

    (new,) = agent.journal().received("session/new")
    assert new.params == {
        "cwd": str(more),
        "mcpServers": [
            {"name": "files", "command": "mcp-files", "args": ["-v"], "env": []},
            {**own, "headers": []},
        ],
        "additionalDirectories": [str(tmp_path)],
    }
    (initialize,) = agent.journal().received("initialize")
    offered = initialize.params["clientCapabilities"]
    assert offered["fs"] == {"readTextFile": True, "writeTextFile": True}
    assert offered["terminal"] is True


async def test_gemini_is_not_offered_to_read_files_and_everything_else(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with editor({"gemini": agent}) as client:
        await client.prompt(await client.conversation(), "say ok")

    (initialize,) = agent.journal().received("initialize")
    offered = initialize.params["clientCapabilities"]
    assert offered["fs"] == {"writeTextFile": True}
    assert offered["terminal"] is True


@pytest.mark.parametrize("verb", ["pause", "delete"])
async def test_w25_what_is_stopped_while_it_starts_leaves_nothing(
    server: Any, tmp_path: Path, verb: str
) -> None:
    agent: ScriptedAgent = scripted_agent(
        tmp_path / "agent", on={"initialize": "spawn session\nhang"}
    )
    async with server.editor(tmp_path, {"test": agent}) as client:
        conversation = await client.conversation()
        turn = await client.start(conversation, "say never")
        await agent.journal().wait_for_note("spawned")

        await client.act(verb, conversation)

        await wait_until_gone(*agent.journal().pids(), *agent.journal().children())
        assert (await client.ended(conversation, turn))["reason"] in {"cancelled", "interrupted"}
        if verb == "delete":
            client.created.clear()
        else:
            assert client.infos[conversation]["processStatus"] == "none"
