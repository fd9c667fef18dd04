"""Stop from Neovim: told at once, seen rung by rung."""

from easel_testing.agents import Journal
from easel_testing.plugin_neovim import PluginNeovim

NEOVIMS = ("wheel",)
"""What these tests are about is the same in every version."""


def test_c1_stop_reaches_the_agent_and_what_was_said_stays(
    nvim: PluginNeovim, journal: Journal
) -> None:
    nvim.easel()
    nvim.says("say on and on\nhang")
    nvim.sees("\non and on\n")

    nvim.easel("stop")

    nvim.sees("\non and on\n\n■ Stopped.\n")
    assert nvim.happened("EaselTurnEnded")["reason"] == "cancelled"
    assert len(journal.received("session/cancel")) == 1
    nvim.is_in("idle")


def test_ctrl_c_in_the_prompt_stops(nvim: PluginNeovim, journal: Journal) -> None:
    nvim.easel()
    nvim.says("say on and on\nhang")
    nvim.sees("\non and on\n")
    nvim.until("return vim.bo.filetype == 'easelprompt'")

    nvim.keys("<Esc>")
    nvim.type("<C-c>")

    nvim.sees("■ Stopped.")
    assert len(journal.received("session/cancel")) == 1


def test_c2_the_rungs_of_a_stop_that_the_agent_ignores_are_seen(nvim: PluginNeovim) -> None:
    nvim.lua(
        "local config = require('easel.config').get()\n"
        "config.settings.cancel = { timeoutMs = 400 }\n"
        "require('easel').setup(config)"
    )
    nvim.easel()
    nvim.says("on-cancel ignore\nsay on\nhang")
    nvim.sees("\non\n")

    nvim.easel("stop")

    nvim.sees("■ Stopping: the agent was told ▸ waiting for it (0.4 s, then its process is ended)")
    nvim.sees("■ Stopped by force: the agent did not obey, so its process was ended.")
    assert "Stopping" not in nvim.chat


def test_a_stop_that_is_not_to_kill_says_how_to_go_on(nvim: PluginNeovim) -> None:
    nvim.lua(
        "local config = require('easel.config').get()\n"
        "config.settings.cancel = { timeoutMs = 50, onTimeout = 'error' }\n"
        "require('easel').setup(config)"
    )
    nvim.easel()
    nvim.says("on-cancel ignore\nsay on\nhang")
    nvim.sees("\non\n")

    nvim.easel("stop")

    nvim.sees("▸ no answer ▸ it goes on; `:Easel interrupt` ends its process")
    nvim.is_told("`:Easel interrupt`")
    nvim.easel("interrupt")
    nvim.sees("■ Interrupted.")


def test_stop_with_nothing_running_says_so(nvim: PluginNeovim, journal: Journal) -> None:
    nvim.easel()
    nvim.says("say hi")
    nvim.sees("\nhi\n")
    nvim.is_in("idle")

    nvim.easel("stop")

    nvim.is_told("nothing runs")
    assert journal.received("session/cancel") == []


def test_a_paused_conversation_is_taken_up_again(nvim: PluginNeovim, journal: Journal) -> None:
    nvim.easel()
    nvim.says("say hi")
    nvim.sees("\nhi\n")
    nvim.is_in("idle")

    nvim.easel("pause")
    nvim.sees("▲ Paused.")
    nvim.easel("resume")

    nvim.is_told("the agent goes on where it was")
    nvim.not_any_more("Paused")
    assert len(journal.pids()) == 2


def test_a_crash_is_told_with_what_the_agent_said_last(nvim: PluginNeovim) -> None:
    nvim.easel()

    nvim.says("say about to\nstderr out of cheese\nexit 3")

    nvim.sees("■ The agent crashed.\n  The agent ended unexpectedly (exit code 3)")
    nvim.sees("out of cheese")
