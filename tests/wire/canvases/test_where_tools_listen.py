"""Where the tools of agents are listened for, and agents that have to do without them."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from easel_testing.agents import ScriptedAgent, scripted_agent
from easel_testing.easel import easel

LONG = "a-directory-with-a-long-name" * 5


def servers(agent: ScriptedAgent) -> list[Any]:
    """The MCP servers that the agent was given."""
    (new,) = agent.journal().received("session/new")
    return [server["name"] for server in new.params["mcpServers"]]


@pytest.mark.linux
async def test_a_place_for_the_socket_is_found_however_long_the_usual_ones_are(
    tmp_path: Path,
) -> None:
    long = tmp_path / LONG
    long.mkdir()
    agent = scripted_agent(tmp_path / "agent")
    env = {"TMPDIR": str(long), "XDG_STATE_HOME": str(long / "state")}
    async with easel(tmp_path, agents={"test": agent.setting}, env=env) as client:
        await client.prompt(await client.conversation(), "say ok")

    assert servers(agent) == ["easel"]


async def test_an_agent_whose_tools_have_no_place_does_without_them(tmp_path: Path) -> None:
    agent = scripted_agent(tmp_path / "agent")
    with TemporaryDirectory(dir="/tmp") as short:  # else another place is taken
        run = Path(short, "home", "state", "easel", "run")
        run.parent.mkdir(parents=True, mode=0o700)
        run.write_text("in the way")
        async with easel(Path(short), agents={"test": agent.setting}) as client:
            result = await client.prompt(await client.conversation(), "say ok")

    assert result["endReason"] == "completed"
    assert servers(agent) == []
