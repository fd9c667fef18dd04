"""What other plug-ins and configurations build on: statusline, autocommands, maps, help."""

from pathlib import Path

from easel_testing.plugin_neovim import PLUGIN, PluginNeovim


def test_the_statusline_tells_what_goes_on_and_starts_nothing(nvim: PluginNeovim) -> None:
    line = "return vim.api.nvim_eval_statusline(\"%{v:lua.require'easel'.statusline()}\", {}).str"
    assert nvim.lua(line) == ""
    assert not nvim.lua("return package.loaded['easel.client'] ~= nil")

    nvim.says("say on\nhang")

    nvim.until(f"{line} == 'Easel: running …'")
    nvim.easel("stop")
    nvim.until(f"{line} == 'Easel: idle'")


def test_autocommands_tell_what_happens_with_data(nvim: PluginNeovim) -> None:
    nvim.says("say hi")

    started = nvim.happened("EaselTurnStarted")
    ended = nvim.happened("EaselTurnEnded")

    assert started["conversationId"] == nvim.info()["id"]
    assert started["turnId"] == ended["turnId"]
    assert ended["reason"] == "completed"
    assert nvim.happened("EaselStatusChanged")["executionStatus"] == "starting"
    assert nvim.happened("EaselAttached")["clientId"] > 0


def test_history_is_not_told_as_if_it_happened(nvim: PluginNeovim) -> None:
    nvim.says("say hi")
    nvim.happened("EaselTurnEnded")
    nvim.lua("require('easel.store').forget(require('easel').current().id) _G.happened = {}")
    nvim.chooses("say hi")
    nvim.easel("list")
    nvim.sees("\nhi\n")

    names = {event["name"] for event in nvim.lua("return _G.happened")}

    assert "EaselTurnEnded" not in names


def test_a_fault_in_somebodys_autocommand_does_no_harm(nvim: PluginNeovim) -> None:
    nvim.lua(
        "vim.api.nvim_create_autocmd('User', { pattern = 'EaselTurnStarted',"
        " callback = function() error('boom') end })"
    )
    nvim.easel()

    nvim.says("say hi")

    nvim.sees("\nhi\n")
    assert "boom" in nvim.api.command_output("messages")
    nvim.api.command("messages clear")


def test_plug_maps_run_the_commands(nvim: PluginNeovim) -> None:
    nvim.lua("vim.keymap.set('n', '<F2>', '<Plug>(EaselChat)', { remap = true })")

    nvim.type("<F2>")

    nvim.until("return vim.bo.filetype == 'easelprompt'")


def test_highlight_groups_are_links_that_a_person_may_change(nvim: PluginNeovim) -> None:
    assert nvim.lua("return vim.api.nvim_get_hl(0, { name = 'EaselUser' }).link") == "Title"
    nvim.lua("vim.api.nvim_set_hl(0, 'EaselUser', { link = 'Error' })")

    nvim.easel("status")

    assert nvim.lua("return vim.api.nvim_get_hl(0, { name = 'EaselUser' }).link") == "Error"


def test_the_plug_in_loads_nothing_but_names_at_the_start(nvim: PluginNeovim) -> None:
    loaded = nvim.lua(
        "return vim.tbl_filter(function(name) return vim.startswith(name, 'easel') end,"
        " vim.tbl_keys(package.loaded))"
    )
    # The configuration of this test calls `setup`, which loads these two.
    assert set(loaded) <= {"easel", "easel.config"}


def test_other_plug_ins_may_ask_and_send(nvim: PluginNeovim) -> None:
    nvim.lua("require('easel').send({ { type = 'text', text = 'say from a plug-in' } })")

    nvim.happened("EaselTurnEnded")
    assert nvim.info()["title"] == "say from a plug-in"


def test_help_is_found_and_has_a_tag_for_every_command(nvim: PluginNeovim, tmp_path: Path) -> None:
    nvim.api.command("helptags " + str(PLUGIN / "doc"))
    (PLUGIN / "doc" / "tags").rename(tmp_path / "tags")
    tags = (tmp_path / "tags").read_text()

    commands = nvim.lua("return vim.tbl_keys(require('easel.command').all())")

    assert "easel\t" in tags
    assert [name for name in commands if f":Easel-{name}\t" not in tags] == []
    text = (PLUGIN / "doc" / "easel.txt").read_text()
    settings = nvim.lua("return vim.tbl_keys(require('easel.config').defaults)")
    assert [name for name in settings if f"*easel-config-{name}*" not in text] == []
