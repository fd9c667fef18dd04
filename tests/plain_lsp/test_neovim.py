"""Neovim with nothing but `vim.lsp.start`: a chat document is the whole product there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from easel_testing.agents import Journal, ScriptedAgent
from easel_testing.debian import UnavailableError
from easel_testing.neovim import Neovim, neovim
from easel_testing.neovim_versions import VERSIONS, program


@pytest.fixture(params=VERSIONS)
def nvim(request: pytest.FixtureRequest, agent: ScriptedAgent, tmp_path: Path) -> Iterator[Neovim]:
    """Neovim with an empty chat document open."""
    try:
        found = program(request.param)
    except UnavailableError as reason:
        pytest.skip(f"the {request.param} Neovim is not there: {reason}")
    with neovim(found, tmp_path, agent.setting, tmp_path / "x.chat.md") as nvim:
        yield nvim


def write(nvim: Neovim, prompt: str) -> None:
    """Write at the end of the document."""
    nvim.type(f"Go{prompt}<Esc>")


def test_a_person_writes_sends_and_watches(nvim: Neovim, journal: Journal) -> None:
    write(nvim, "## You<CR><CR>say Hello from Neovim")
    nvim.press("Send")

    nvim.wait_for("\nHello from Neovim\n\n## You\n")

    assert journal.prompts() == ["say Hello from Neovim"]
    write(nvim, "stream 30 every=20")
    nvim.press("Send")
    nvim.wait_for("\n0 1 2 ")
    write(nvim, "<CR>say typed ahead")
    nvim.wait_for(" 28 29 \n\n## You\n")
    assert nvim.text.endswith("say typed ahead")


def test_a_person_stops_a_long_answer(nvim: Neovim, journal: Journal) -> None:
    write(nvim, "say on and on<CR>hang")
    nvim.press("Send")
    nvim.wait_for("\non and on")

    nvim.press("Stop generating")

    nvim.wait_for("> Stopped\n\n## You\n")
    assert len(journal.received("session/cancel")) == 1


def test_a_person_answers_a_permission(nvim: Neovim, journal: Journal) -> None:
    write(nvim, "permission t title=Rename yes:allow_once no:reject_once")
    nvim.press("Send")
    nvim.wait_for("> 2. No")

    nvim.press("Answer: Yes")

    nvim.wait_for("> test asks: Rename **Yes**")
    nvim.wait_for("permission t: selected yes\n\n## You\n")
    outcome = {"outcome": {"outcome": "selected", "optionId": "yes"}}
    assert [response["result"] for response in journal.responses()] == [outcome]


def test_a_canvas_opens_as_a_document(nvim: Neovim) -> None:
    write(nvim, "say ready")
    nvim.press("Send")
    nvim.wait_for("\nready\n\n## You\n")
    conversation = nvim.text.split("<!-- easel: ")[1].split(" ")[0]

    nvim.lua(SHOW_PLAN, conversation)

    nvim.wait_for("[ ] Ship")
    assert "/canvases/" in nvim.lua("return vim.api.nvim_buf_get_name(0)")


SHOW_PLAN = """
local input = { entries = { { content = 'Ship', status = 'pending' } } }
local params = { conversationId = given, canvasId = 'plan', input = input }
local request = { command = 'easel.canvas.open', arguments = { params } }
vim.lsp.buf_request(0, 'workspace/executeCommand', request, function() end)
"""
