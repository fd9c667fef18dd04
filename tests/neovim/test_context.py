"""What goes with a prompt: lines, files, and what is not saved."""

from pathlib import Path

from easel_testing.agents import Journal
from easel_testing.plugin_neovim import PluginNeovim

NEOVIMS = ("wheel",)
"""What these tests are about is the same in every version."""


def blocks(journal: Journal) -> list[dict[str, object]]:
    """The content blocks of the newest prompt."""
    prompt: list[dict[str, object]] = journal.received("session/prompt")[-1].params["prompt"]
    return prompt


def test_lines_go_with_a_question_as_they_are_in_the_buffer(
    nvim: PluginNeovim, journal: Journal, tmp_path: Path
) -> None:
    source = tmp_path / "workspace" / "a.py"
    source.write_text("one\ntwo\nthree\n")
    nvim.api.command(f"edit {source}")
    nvim.api.current.buffer[1] = "two, unsaved"

    nvim.api.command("2,3Easel ask What is this?")

    nvim.sees("What is this?\n\nThis is about lines 2-3 of `a.py`.")
    nvim.is_in("idle")
    text, resource = blocks(journal)
    assert text["text"] == "What is this?\n\nThis is about lines 2-3 of `a.py`."
    uri = source.as_uri()
    expected = {"uri": uri, "mimeType": "text/plain", "text": "two, unsaved\nthree\n"}
    assert resource["resource"] == expected
    assert nvim.api.current.buffer.name == str(source), "the person stays in the file"


def test_a_question_that_was_not_typed_is_asked_for(nvim: PluginNeovim, journal: Journal) -> None:
    nvim.api.current.buffer[:] = ["# first", "# second"]
    nvim.chooses("Why?")

    nvim.keys("V:Easel ask<CR>")

    nvim.sees("This is about line 1 of `a buffer without a name`.")
    assert nvim.offered == [["Ask about these lines: "]]


def test_selected_lines_can_be_the_prompt(nvim: PluginNeovim, journal: Journal) -> None:
    nvim.api.current.buffer[:] = ["say one", "say two", "say three"]

    nvim.api.command("1,2Easel send")

    nvim.happened("EaselTurnEnded")
    assert journal.prompts() == ["say one\nsay two"]


def test_files_that_are_mentioned_are_linked(
    nvim: PluginNeovim, journal: Journal, tmp_path: Path
) -> None:
    source = tmp_path / "workspace" / "a.py"
    source.write_text("")

    nvim.says("Look at @a.py, and at @nothing.py.")

    nvim.happened("EaselTurnEnded")
    link = {"type": "resource_link", "uri": source.as_uri(), "name": "a.py"}
    assert blocks(journal)[1:] == [link]


def test_the_agent_reads_what_is_not_saved_and_its_edit_can_be_undone(
    nvim: PluginNeovim, journal: Journal, tmp_path: Path
) -> None:
    source = tmp_path / "workspace" / "a.py"
    source.write_text("saved\n")
    nvim.api.command(f"edit {source}")
    nvim.easel("chat")
    nvim.until("return vim.bo.filetype == 'easelprompt'")
    nvim.api.command("stopinsert | wincmd t")
    nvim.api.current.buffer[0] = "unsaved"

    nvim.says("read $cwd/a.py\nwrite $cwd/a.py changed")

    nvim.sees("unsaved")
    nvim.until(
        "return vim.api.nvim_buf_get_lines(vim.fn.bufnr('a.py'), 0, -1, false)[1] == 'changed'"
    )
    nvim.is_in("idle")
    nvim.api.command("undo")
    assert nvim.api.current.buffer[0] == "unsaved"
