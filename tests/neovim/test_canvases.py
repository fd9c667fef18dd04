"""Canvases as text, in buffers that follow them; forks and exports."""

from pathlib import Path

from easel_testing.plugin_neovim import PluginNeovim

CANVAS = """
local buf = vim.fn.bufnr('^easel://canvas/')
return buf > 0 and table.concat(vim.api.nvim_buf_get_lines(buf, 0, -1, false), '\\n') or ''
"""
OPEN = """
local id = require('easel').current().id
local params = { conversationId = id, canvasId = 'markdown', instanceId = 'notes', input = ... }
require('easel.client').ask('canvas/open', params)
"""

NEOVIMS = ("wheel",)
"""What these tests are about is the same in every version."""


def shows(nvim: PluginNeovim, text: str) -> None:
    """Return once the canvas holds the text."""
    body = CANVAS.replace("return buf", "local text = buf")
    nvim.until(f"{body} return text:find('{text}', 1, true) ~= nil", CANVAS)


def test_a_canvas_is_shown_as_text_and_followed(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says("say hi")
    nvim.sees("\nhi\n")
    nvim.lua(OPEN, {"title": "Plans", "text": "# One"})
    nvim.sees("▣ markdown  Plans  <CR> shows it\n")
    assert nvim.happened("EaselCanvasesChanged")["opened"]["instanceId"] == "notes"

    nvim.easel("canvas notes")

    shows(nvim, "# One")
    nvim.lua(OPEN, {"title": "Plans", "text": "# Two"})
    shows(nvim, "# Two")


def test_the_columns_of_a_wide_table_stay_below_each_other(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says("say hi")
    nvim.sees("\nhi\n")
    wide = {"rows": [{"name": f"file {at}", "note": "long " * 20} for at in range(3)]}
    nvim.lua(OPEN.replace("'markdown'", "'table'"), wide)
    nvim.sees("▣ table")

    nvim.easel("canvas notes")

    shows(nvim, "| file 2 |")
    nvim.until("return vim.bo.filetype == 'markdown' and not vim.wo.wrap")


def test_canvases_are_chosen_from_a_list(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says("say hi")
    nvim.sees("\nhi\n")
    nvim.lua(OPEN, {"title": "Plans", "text": "# One"})
    nvim.sees("▣ markdown  Plans")
    nvim.chooses("Plans")

    nvim.easel("canvas")

    shows(nvim, "# One")
    assert any(label.startswith("+ ") for label in nvim.offered[0])
    nvim.easel("canvas no-such")
    nvim.is_told("there is no canvas `no-such`")


def test_a_fork_goes_its_own_way(nvim: PluginNeovim) -> None:
    nvim.easel()
    nvim.says("say together")
    nvim.sees("\ntogether\n")
    nvim.is_in("idle")
    first = nvim.info()["id"]

    nvim.easel("fork Another way")

    nvim.until(f"return require('easel').current().id ~= '{first}'")
    nvim.until("return require('easel').current().title == 'Another way'")
    nvim.sees("\ntogether\n")


def test_a_conversation_is_written_to_a_file_or_a_buffer(
    nvim: PluginNeovim, tmp_path: Path
) -> None:
    nvim.easel()
    nvim.says("say keep this")
    nvim.sees("\nkeep this\n")
    nvim.is_in("idle")
    target = tmp_path / "workspace" / "story.md"

    nvim.easel("export story.md")
    nvim.is_told("written to story.md")

    assert "keep this" in target.read_text()
    nvim.easel("export story.md")
    nvim.is_told("`:Easel export!` replaces it")
    nvim.easel("export")
    nvim.until("return vim.bo.filetype == 'markdown' and vim.fn.bufname() == ''")
    assert "keep this" in "\n".join(nvim.api.current.buffer[:])
