"""The server's life, as Neovim sees it: started when needed, killed, missing, looked at."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from easel_testing.agents import Journal, ScriptedAgent
from easel_testing.easel import SERVER
from easel_testing.neovim_versions import NeovimProgram
from easel_testing.plugin_neovim import PluginNeovim, plugin_config, plugin_neovim

CHECK = """
vim.cmd.checkhealth('easel')
return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\\n')
"""


@pytest.fixture
def own(
    neovim_program: NeovimProgram, agent: ScriptedAgent, tmp_path: Path
) -> Iterator[PluginNeovim]:
    """Neovim with a server of its own on stdio."""
    settings = {"agents": {"test": agent.setting}, "defaultAgent": "test"}
    config = plugin_config({"cmd": SERVER, "settings": settings})
    with plugin_neovim(neovim_program, tmp_path, config) as neovim:
        yield neovim


def servers(nvim: PluginNeovim) -> list[psutil.Process]:
    """The servers that this Neovim has started."""
    children = psutil.Process(nvim.api.funcs.getpid()).children()
    return [child for child in children if "easel_server" in " ".join(child.cmdline())]


def test_w18_a_killed_server_is_started_again_and_the_chat_goes_on(
    own: PluginNeovim, journal: Journal
) -> None:
    own.easel()
    own.says("say before")
    own.sees("\nbefore\n")
    own.is_in("idle")
    (server,) = servers(own)

    os.kill(server.pid, signal.SIGKILL)

    own.is_told("the server ended by signal 9. Starting it again …")
    assert own.happened("EaselDisconnected")["signal"] == 9
    own.happened("EaselAttached", 2)
    own.not_any_more("The server ended")
    own.says("say after")
    own.sees("\nafter\n")
    assert own.chat.count("\nbefore\n") == 1
    assert journal.prompts() == ["say before", "say after"]


def test_x5_a_turn_that_ran_when_the_server_died_is_shown_as_such(
    own: PluginNeovim, journal: Journal
) -> None:
    own.easel()
    own.says("say on and on\nhang")
    own.sees("\non and on\n")
    (server,) = servers(own)

    os.kill(server.pid, signal.SIGKILL)

    own.sees("■ Nobody knows how this turn went on. Nothing was sent again.")
    assert journal.prompts() == ["say on and on\nhang"]


def test_w12_a_server_that_dies_again_and_again_is_left_alone(own: PluginNeovim) -> None:
    own.easel()
    own.until("return require('easel').current() ~= nil")
    for attempt in range(4):
        own.happened("EaselAttached", attempt + 1)
        own.until("return require('easel.client').get() ~= nil")
        (server,) = servers(own)
        os.kill(server.pid, signal.SIGKILL)
        own.happened("EaselDisconnected", attempt + 1)

    own.is_told("Say `:Easel` to start it again")
    own.sees("Any `:Easel` command starts it again.")
    own.easel("status")
    own.until("return vim.fn.bufname() == 'easel://status'")


def test_a_missing_program_tells_how_to_install_it(
    neovim_program: NeovimProgram, tmp_path: Path
) -> None:
    config = plugin_config({"cmd": ["no-such-easel", "serve"], "no_setting": 1})
    with plugin_neovim(neovim_program, tmp_path, config) as nvim:
        nvim.easel()

        nvim.is_told("`no-such-easel` is not installed. Install it with `pipx install easel-ls`")
        report = nvim.lua(CHECK)
        assert "`no-such-easel` is not installed" in report
        assert "pipx install easel-ls" in report
        assert "`no_setting` is not a setting" in report


def test_a_program_that_is_no_server_is_told_in_a_sentence(
    neovim_program: NeovimProgram, tmp_path: Path
) -> None:
    with plugin_neovim(neovim_program, tmp_path, plugin_config({"cmd": ["false"]})) as nvim:
        nvim.easel()

        nvim.is_told("the server ended with exit code 1. Say `:Easel` to start it again")


def test_checkhealth_finds_what_is_there(own: PluginNeovim) -> None:
    own.easel()
    own.until("return require('easel').current() ~= nil")

    report = own.lua(CHECK)

    assert "Neovim" in report
    assert "connected to Easel" in report
    assert "the configuration is valid" in report
    assert "ERROR" not in report.upper().replace("ERRORS", "")


def test_the_server_starts_with_the_first_command_and_not_before(own: PluginNeovim) -> None:
    own.api.command("edit a.py")
    assert servers(own) == []
    assert not own.lua("return package.loaded['easel.client'] ~= nil")

    own.easel("status")

    own.until("return vim.fn.bufname() == 'easel://status'")
    assert len(servers(own)) == 1
    own.until("return #vim.lsp.get_clients({ bufnr = vim.fn.bufnr('a.py') }) == 1")


def test_a_persons_own_configuration_of_the_client_holds(own: PluginNeovim) -> None:
    if not own.api.funcs.has("nvim-0.11"):
        pytest.skip("Neovim 0.10 has no vim.lsp.config")
    own.lua(
        "vim.lsp.config('easel', { settings = { easel = { defaultAgent = 'easel-practice' } } })"
    )
    own.lua("vim.lsp.enable('easel')")
    own.api.command("setfiletype text")

    own.api.command("edit a.py")

    own.until("return #vim.lsp.get_clients({ bufnr = 0, name = 'easel' }) == 1")
    own.easel()
    own.until("return (require('easel').current() or {}).agent == 'easel-practice'")
    assert len(servers(own)) == 1


def test_a_chat_document_starts_the_server(own: PluginNeovim) -> None:
    own.api.command("edit talk.chat.md")

    own.until("return #vim.lsp.get_clients({ bufnr = 0, name = 'easel' }) == 1")


def test_the_log_is_shown(own: PluginNeovim) -> None:
    own.easel()
    own.until("return require('easel').current() ~= nil")

    own.easel("log")

    own.until("return vim.fn.expand('%:t'):find('log', 1, true) ~= nil")
