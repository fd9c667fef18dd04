"""One server for all tests of a worker; each test is a Neovim of its own, of each version."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from easel_testing.agents import Journal, ScriptedAgent, scripted_agent
from easel_testing.debian import UnavailableError
from easel_testing.easel import SharedServer, shared_server
from easel_testing.neovim_versions import VERSIONS, NeovimProgram, program
from easel_testing.plugin_neovim import PluginNeovim, plugin_config, plugin_neovim


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedServer]:
    """The server."""
    with shared_server(tmp_path_factory.mktemp("server")) as running:
        yield running


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests run in every version, but for those of modules that name theirs in `NEOVIMS`."""
    if "neovim_program" in metafunc.fixturenames:
        versions = getattr(metafunc.module, "NEOVIMS", VERSIONS)
        metafunc.parametrize("neovim_program", versions, indirect=True, scope="session")


@pytest.fixture(scope="session")
def neovim_program(request: pytest.FixtureRequest) -> NeovimProgram:
    """Each Neovim that can be had."""
    try:
        return program(request.param)
    except UnavailableError as reason:
        pytest.skip(f"the {request.param} Neovim is not there: {reason}")


@pytest.fixture
def agent(tmp_path: Path) -> ScriptedAgent:
    """The agent of `nvim`."""
    features = "load,modes,options"
    return scripted_agent(tmp_path / "agent", features=features, arguments=("--plain",))


@pytest.fixture
def journal(agent: ScriptedAgent) -> Journal:
    """What has reached that agent."""
    return agent.journal()


@pytest.fixture
def nvim(
    server: SharedServer, neovim_program: NeovimProgram, agent: ScriptedAgent, tmp_path: Path
) -> Iterator[PluginNeovim]:
    """Neovim with the plug-in and that agent."""
    settings = {"agents": {"test": agent.setting}, "defaultAgent": "test"}
    easel = {"token": server.token, "settings": settings}
    config = plugin_config(easel, server.port)
    with plugin_neovim(neovim_program, tmp_path, config) as neovim:
        yield neovim
        neovim.lua(_DELETE_ALL)


_DELETE_ALL = """
local store = require('easel.store')
local left = 0
for _, conversation in ipairs(store.all()) do
  left = left + 1
  local params = { conversationId = conversation.id }
  require('easel.client').request('conversation/delete', params, function() left = left - 1 end)
end
vim.wait(8000, function() return left == 0 end, 5)
"""
