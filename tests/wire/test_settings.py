"""Settings from the editor and from config.toml, and the agents that they name."""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec

from easel_server.client.connect import connect_tcp
from easel_server.io.jsonrpc import METHOD_NOT_FOUND, ResponseError
from easel_testing.agents import Journal, ScriptedAgent, scripted_agent
from easel_testing.easel import SharedServer, easel
from easel_testing.easel_client import ANNOUNCEMENT, EaselClient, Json

PULLS = {"workspace": {"configuration": True, "didChangeConfiguration": {}}}
DIAGNOSTICS = "textDocument/publishDiagnostics"
AGENTS_CHANGED = "easel/agents/didChange"


class Settings:
    """What the user has set in the editor under `easel`; None: the editor cannot tell."""

    def __init__(self, value: Json | None) -> None:
        self.value = value

    async def pulled(self, params: Json) -> list[Json]:
        """Answer `workspace/configuration`."""
        assert params == {"items": [{"section": "easel"}]}
        if self.value is None:
            raise ResponseError(METHOD_NOT_FOUND, "no settings here")
        return [self.value]


@asynccontextmanager
async def pulling_editor(
    server: SharedServer, settings: Settings, options: Mapping[str, Any] | None = None
) -> AsyncIterator[EaselClient]:
    """An editor that is asked for its settings; the answer has taken effect."""
    async with connect_tcp("127.0.0.1", server.port) as channel, EaselClient(channel) as client:
        client.noise -= {DIAGNOSTICS}
        client.on_request("workspace/configuration", settings.pulled)
        await client.initialize(
            capabilities={**ANNOUNCEMENT, **PULLS},
            options={"easel": {**(options or {}), "token": server.token}},
        )
        await client.wait_for(DIAGNOSTICS)
        yield client


def write_config(directory: Path, text: str) -> Path:
    """Make a config.toml for the user of `directory`."""
    path = directory / "home" / "config" / "easel" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return path


def toml_of(name: str, agent: ScriptedAgent) -> str:
    """The agent as config.toml has it."""
    program, *args = agent.command
    return f"[agents.{name}]\ncommand = {program!r}\nargs = {args!r}\n"


async def agents_of(client: EaselClient) -> dict[str, Json]:
    """The list of agents by name."""
    return {agent["id"]: agent for agent in (await client.ask("agents/list"))["agents"]}


async def test_the_practice_agent_is_always_there_and_answers(tmp_path: Path) -> None:
    async with easel(tmp_path, env={"PATH": os.defpath}) as client:
        practice = (await agents_of(client))["easel-practice"]
        assert practice.items() >= {"source": "builtin", "available": True}.items()

        conversation = await client.conversation(agent="easel-practice")
        result = await client.prompt(conversation, "hello")

        assert result["endReason"] == "completed"
        assert "hello" in client.text(conversation)


async def test_agents_of_config_toml_and_of_the_editor_are_listed_with_their_source(
    tmp_path: Path,
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    other = scripted_agent(tmp_path / "other")
    write_config(tmp_path, toml_of("filed", agent) + "[agents.lost]\ncommand = 'no-such-program'\n")
    async with easel(tmp_path, agents={"set": other.setting}) as client:
        agents = await agents_of(client)

        assert (agents["filed"]["source"], agents["set"]["source"]) == ("config", "settings")
        assert agents["filed"]["command"] == agent.command
        assert (agents["lost"]["available"], agents["filed"]["available"]) == (False, True)
        assert "no-such-program" in agents["lost"]["reason"]
        conversation = await client.conversation(agent="filed")
        assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"
        error = await client.refused("conversation/create", agent="lost")
        assert (error.code, error.data["kind"]) == (-33006, "agentUnavailable")
        assert "no-such-program" in str(error)


async def test_the_default_agent_is_marked_in_the_list(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    async with easel(tmp_path, agents={"mine": agent.setting}) as client:
        agents = await agents_of(client)

        assert [name for name, info in agents.items() if info.get("isDefault")] == ["mine"]
        assert agents["mine"].get("standsIn") is None


async def test_an_agent_that_stands_in_for_the_default_one_says_why(tmp_path: Path) -> None:
    agents = {"mine": {"command": "no-such-program"}}
    async with easel(tmp_path, agents=agents) as client:
        listed = await agents_of(client)
        opened = await client.act("open", await client.conversation())

        stand_in = listed[opened["conversation"]["agent"]]
        assert stand_in["isDefault"] is True
        assert "no-such-program" in stand_in["standsIn"]
        assert "isDefault" not in listed["mine"]


async def test_agents_of_zed_are_offered_too(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    zed = tmp_path / "home" / "config" / "zed" / "settings.json"
    zed.parent.mkdir(parents=True)
    servers = msgspec.json.encode({"agent_servers": {"zedded": agent.setting}}).decode()
    zed.write_text(f"// mine\n{servers}")
    async with easel(tmp_path) as client:
        assert (await agents_of(client))["zedded"]["source"] == "zed"
        conversation = await client.conversation(agent="zedded")
        assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"


async def test_wrong_settings_of_config_toml_are_diagnostics_with_the_key_and_the_defaults_hold(
    tmp_path: Path,
) -> None:
    path = write_config(tmp_path, '[cancel]\ntimeoutMs = "soon"\n\n[interrupt]\ngraceMs = 20\n')
    async with easel(tmp_path) as client:
        await client.ask("status")  # the diagnostics of the start are read by now
        client.noise -= {DIAGNOSTICS}
        client.notify("workspace/didChangeConfiguration", {"settings": {}})
        told = await client.wait_for(DIAGNOSTICS)

    assert told["uri"] == path.as_uri()
    (problem,) = told["diagnostics"]
    assert problem["message"].startswith("cancel.timeoutMs: ")
    assert (problem["range"]["start"]["line"], problem["source"]) == (1, "easel")


async def test_a_config_toml_that_is_no_toml_is_a_diagnostic_and_the_server_runs(
    tmp_path: Path,
) -> None:
    write_config(tmp_path, "[cancel\n")
    async with easel(tmp_path) as client:
        assert (await agents_of(client))["easel-practice"]["available"] is True
        client.noise -= {DIAGNOSTICS}
        client.notify("workspace/didChangeConfiguration", {"settings": {}})
        told = await client.wait_for(DIAGNOSTICS)

    assert "TOML" in told["diagnostics"][0]["message"]


async def test_a_wrong_setting_of_the_editor_is_shown_with_its_key(server: SharedServer) -> None:
    settings = Settings({"cancel": {"timeoutMs": -1}, "colour": "red"})
    async with pulling_editor(server, settings) as client:
        told = await client.wait_for("window/showMessage")

        assert "easel.cancel.timeoutMs" in told["message"]
        client.read_all("window/showMessage")


async def test_the_editors_configuration_is_pulled_and_stronger_than_its_options(
    server: SharedServer, tmp_path: Path
) -> None:
    ours, theirs = [scripted_agent(tmp_path / name) for name in ("ours", "theirs")]
    settings = Settings({"agents": {"pulled": ours.setting}, "defaultAgent": "pulled"})
    options = {"agents": {"option": theirs.setting}, "defaultAgent": "option"}
    async with pulling_editor(server, settings, options) as client:
        conversation = await client.conversation()
        opened = await client.act("open", conversation)
        assert opened["conversation"]["agent"] == "pulled"

        client.noise -= {AGENTS_CHANGED}
        settings.value = {"agents": {"later": ours.setting}, "defaultAgent": "later"}
        client.notify("workspace/didChangeConfiguration", {"settings": None})
        changed = await client.wait_for(AGENTS_CHANGED)

        names = {agent["id"] for agent in changed["agents"]}
        assert names >= {"later", "option"}
        assert "pulled" not in names
        second = await client.act("open", await client.conversation())
        assert second["conversation"]["agent"] == "later"
        await client.wait_for(DIAGNOSTICS)


async def test_an_editor_that_fails_to_tell_its_settings_is_served_by_the_defaults(
    server: SharedServer,
) -> None:
    async with pulling_editor(server, Settings(None)) as client:
        assert (await agents_of(client))["easel-practice"]["available"] is True


async def test_settings_take_effect_without_a_restart(
    client: EaselClient, conversation: str, agent: ScriptedAgent
) -> None:
    await client.prompt(conversation, "say warm")
    settings = {"agents": {"test": agent.setting}, "permissions": {"default": "allow"}}
    client.notify("workspace/didChangeConfiguration", {"settings": {"easel": settings}})

    await client.prompt(conversation, "permission t")

    assert client.text(conversation).endswith("permission t: selected allow")


async def test_status_tells_of_processes_pool_counters_and_versions(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    turn = await client.start(conversation, "say on it\nhang")
    await client.event(conversation, "message")

    status = await client.ask("status")

    (process,) = [p for p in status["processes"] if p["conversationId"] == conversation]
    assert process == {
        "pid": journal.pids()[0],
        "agent": "test",
        "conversationId": conversation,
        "epoch": 1,
        "status": "busy",
        "rssBytes": process["rssBytes"],
        "startedAt": process["startedAt"],
    }
    assert process["rssBytes"] > 1_000_000
    assert process["startedAt"].endswith("Z")
    assert status["pool"]["maxIdle"] == 4
    assert status["counters"]["conversations"] >= 1
    assert status["counters"]["editors"] == 1
    assert {"easel-ls", "python", "agent-client-protocol"} <= status["versions"].keys()
    await client.act("cancel", conversation)
    await client.ended(conversation, turn)
