"""Completion of `:Easel` and of what is written in a prompt."""

from pathlib import Path

import pytest

from easel_testing.plugin_neovim import PluginNeovim

WORDS = "return vim.tbl_map(function(i) return i.word end, vim.fn.complete_info({'items'}).items)"


def completed(nvim: PluginNeovim, line: str) -> list[str]:
    """What the command line offers."""
    words: list[str] = nvim.lua("return vim.fn.getcompletion(..., 'cmdline')", line)
    return words


def test_sub_commands_are_completed(nvim: PluginNeovim) -> None:
    wanted = (
        "chat ask send stop interrupt resume pause new list agents mode option permission queue"
        " canvas take release log status rename delete diff"
    )

    offered = completed(nvim, "Easel ")

    assert set(wanted.split()) <= set(offered)
    assert completed(nvim, "Easel st") == ["status", "stop"]
    assert completed(nvim, "'<,'>Easel as") == ["ask"]


def test_an_unknown_sub_command_names_the_others(nvim: PluginNeovim) -> None:
    nvim.easel("dance")

    nvim.is_told("there is no `:Easel dance`. There are: agents, ask, ")


def test_arguments_are_completed_from_what_the_agent_offers(nvim: PluginNeovim) -> None:
    nvim.says("say hi")
    nvim.happened("EaselTurnEnded")
    assert "test" in completed(nvim, "Easel new ")

    modes = completed(nvim, "Easel mode ")
    options = completed(nvim, "Easel option ")

    assert {mode["id"] for mode in nvim.info()["modes"]["availableModes"]} == set(modes)
    assert {option["id"] for option in nvim.info()["configOptions"]} == set(options)
    assert completed(nvim, f"Easel option {options[0]} ")
    assert completed(nvim, "Easel take ") == ["force"]
    assert completed(nvim, "Easel stop ") == []


@pytest.fixture
def prompt(nvim: PluginNeovim, tmp_path: Path) -> PluginNeovim:
    """Neovim in the prompt of an agent with commands, in a folder with files."""
    for name in ("main.py", "src/main.rs", ".git/HEAD"):
        file = tmp_path / "workspace" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
    nvim.easel()
    nvim.says("commands plan review")
    nvim.until("return #((require('easel').current() or {}).commands or {}) == 2")
    nvim.until("return vim.fn.mode() == 'i'")
    return nvim


def test_commands_are_offered_while_one_types(prompt: PluginNeovim) -> None:
    prompt.type("/")
    prompt.until("return vim.fn.pumvisible() == 1")
    assert prompt.lua(WORDS) == ["plan", "review"]

    prompt.type("r<C-n><C-y> this")

    prompt.until("return vim.api.nvim_get_current_line() == '/review this'")


def test_files_are_offered_while_one_types(prompt: PluginNeovim) -> None:
    prompt.type("see @mai")
    prompt.until("return vim.fn.pumvisible() == 1")
    assert set(prompt.lua(WORDS)) == {"main.py", "src/main.rs"}


def test_the_options_of_other_buffers_stay_as_they_are(prompt: PluginNeovim) -> None:
    prompt.type("/")
    prompt.until("return vim.fn.pumvisible() == 1")
    prompt.type("<C-e><Esc>")
    prompt.until("return vim.fn.mode() == 'n'")

    prompt.api.command("new")

    assert "noinsert" not in prompt.api.eval("&completeopt")


def test_a_slash_in_a_sentence_is_no_command(prompt: PluginNeovim) -> None:
    prompt.type("either/or a@b")
    prompt.until("return vim.api.nvim_get_current_line() == 'either/or a@b'")

    assert not prompt.lua("return vim.fn.pumvisible() == 1")


def test_omni_completion_does_the_same_when_asked(nvim: PluginNeovim, prompt: PluginNeovim) -> None:
    nvim.lua(
        "local config = require('easel.config').get()\n"
        "config.prompt.autocomplete = false require('easel').setup(config)"
    )
    prompt.type("/pl")
    prompt.until("return vim.api.nvim_get_current_line() == '/pl'")

    prompt.type("<C-x><C-o>")
    prompt.until("return vim.fn.pumvisible() == 1")
    prompt.type("<C-n><C-y>")

    prompt.until("return vim.api.nvim_get_current_line() == '/plan'")
