"""Ways out: a login, and the trash."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from easel_testing.easel import SharedServer
from easel_testing.neovim_versions import NeovimProgram
from easel_testing.plugin_neovim import PluginNeovim, plugin_config, plugin_neovim


@pytest.fixture
def guarded(
    server: SharedServer, neovim_program: NeovimProgram, tmp_path: Path
) -> Iterator[PluginNeovim]:
    """Neovim with a practice agent that wants a login."""
    agent = {
        "command": sys.executable,
        "args": ["-P", "-m", "easel_acp.practice_agent", "--pace", "instant"],
        "env": {"EASEL_PRACTICE_WANTS_LOGIN": "1", "EASEL_PRACTICE_STATE": str(tmp_path / "state")},
    }
    settings = {"agents": {"practice": agent}, "defaultAgent": "practice"}
    config = plugin_config({"token": server.token, "settings": settings}, server.port)
    with plugin_neovim(neovim_program, tmp_path, config) as neovim:
        yield neovim
        neovim.easel("delete!")
        neovim.until("return require('easel').current() == nil")


def test_w13_a_login_that_is_wanted_is_offered(guarded: PluginNeovim) -> None:
    guarded.easel()
    guarded.says("hello")
    guarded.sees("▲ The agent wants you to log in: `:Easel login`.")
    guarded.chooses("Practise a login")

    guarded.easel("login")

    guarded.is_told("logged in; send the prompt again")
    guarded.says("hello")
    guarded.happened("EaselTurnEnded", 2)
    guarded.not_any_more("▲ The agent wants you to log in")


def test_w13_a_login_in_a_terminal_is_run_in_one(guarded: PluginNeovim) -> None:
    guarded.easel()
    guarded.says("hello")
    guarded.sees("▲ The agent wants you to log in")
    guarded.chooses("in a terminal")

    guarded.easel("login")

    guarded.until("return vim.bo.buftype == 'terminal'")
    guarded.is_told("logged in; send the prompt again")


def test_what_was_deleted_can_be_taken_back(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says("say keep me")
    nvim.sees("\nkeep me\n")
    nvim.is_in("idle")
    nvim.easel("delete!")
    nvim.until("return require('easel').current() == nil")
    nvim.chooses("say keep me")

    nvim.easel("restore say keep me")

    nvim.sees("\nkeep me\n")
