"""Two Neovims on one conversation, each with a server of its own: one owns it, one watches."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from easel_testing.agents import Journal, ScriptedAgent
from easel_testing.easel import SERVER, SharedServer
from easel_testing.neovim_versions import NeovimProgram
from easel_testing.plugin_neovim import PluginNeovim, plugin_config, plugin_neovim


@pytest.fixture
def other(
    server: SharedServer, neovim_program: NeovimProgram, agent: ScriptedAgent, tmp_path: Path
) -> Iterator[PluginNeovim]:
    """A Neovim with a server of its own, in the state folder of the shared server."""
    settings = {"agents": {"test": agent.setting}, "defaultAgent": "test"}
    state = server.log.parent / "home" / "state" / "easel"
    cmd = [*SERVER, "--state-dir", str(state)]
    config = plugin_config({"cmd": cmd, "settings": settings})
    with plugin_neovim(neovim_program, tmp_path / "other", config) as neovim:
        yield neovim


def here_and_now(nvim: PluginNeovim) -> str:
    """When `nvim` became the owner, as a clock here has it."""
    since = datetime.fromisoformat(nvim.info()["lease"]["since"]).astimezone()
    is_today = since.date() == datetime.now().astimezone().date()
    return f"{since:%H:%M}" if is_today else f"{since:%Y-%m-%d %H:%M}"


def test_who_does_not_own_a_conversation_watches_and_may_take_it(
    nvim: PluginNeovim, other: PluginNeovim, journal: Journal
) -> None:
    nvim.easel()
    nvim.says("say from the first")
    nvim.sees("\nfrom the first\n")
    nvim.is_in("idle")

    other.easel(f"chat {nvim.info()['id']}")
    other.sees("\nfrom the first\n")
    other.sees("▲ Another server (process ")
    other.sees(f" owns this conversation since {here_and_now(nvim)}; you are watching.")
    other.sees("`:Easel take` asks for it, `:Easel take!` takes it by force.")
    nvim.says("say while watched")
    nvim.sees("\nwhile watched\n")
    other.sees("\nwhile watched\n")
    assert journal.prompts() == ["say from the first", "say while watched"]
    nvim.is_in("idle")

    other.easel("take")

    other.happened("EaselLeaseChanged")
    other.not_any_more("▲ Another server")
    nvim.sees("▲ Another server")
    other.says("say from the second")
    other.sees("\nfrom the second\n")
    other.is_in("idle")
    other.easel("delete!")
    other.until("return require('easel').current() == nil")
    nvim.sees("▲ It was deleted. `:Easel restore` brings it back.")

    nvim.chooses("say from the first")
    nvim.easel("restore")

    nvim.not_any_more("▲ It was deleted")
    nvim.says("say back again")
    nvim.sees("\nback again\n")
    nvim.easel("delete!")


def test_an_owner_that_is_at_work_keeps_a_conversation_unless_one_insists(
    nvim: PluginNeovim, other: PluginNeovim
) -> None:
    nvim.easel()
    nvim.says("say at work\nhang")
    nvim.sees("\nat work\n")
    other.easel(f"chat {nvim.info()['id']}")
    other.sees("\nat work\n")

    other.easel("take")
    other.is_told("`:Easel take!` takes it by force; what runs there is lost.")
    other.easel("take!")

    other.is_told("this Neovim owns the conversation now")
    nvim.sees("▲ Another server")
    other.easel("delete!")
    other.until("return require('easel').current() == nil")


def test_a_released_conversation_is_nobodys_until_one_goes_on(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says("say hi")
    nvim.sees("\nhi\n")
    nvim.is_in("idle")

    nvim.easel("release")

    nvim.is_told("the conversation is nobody's now")
    assert nvim.happened("EaselLeaseChanged")["reason"] == "released"
    nvim.easel("take")
    nvim.is_told("this Neovim owns the conversation now")
    nvim.says("say again")
    nvim.sees("\nagain\n")
