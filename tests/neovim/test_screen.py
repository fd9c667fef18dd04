"""What a person sees in a real terminal."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from easel_testing.agents import Journal, ScriptedAgent
from easel_testing.easel import SharedServer
from easel_testing.neovim_versions import NeovimProgram
from easel_testing.plugin_neovim import environment, init_file, plugin_config
from easel_testing.tmux import Terminal, terminal


@pytest.fixture
def screen(
    server: SharedServer, neovim_program: NeovimProgram, agent: ScriptedAgent, tmp_path: Path
) -> Iterator[Terminal]:
    """Neovim with the plug-in and that agent, in a terminal."""
    settings = {"agents": {"test": agent.setting}, "defaultAgent": "test"}
    easel = {"token": server.token, "settings": settings, "chat": {"size": 60}}
    env = environment(neovim_program, tmp_path / "home", plugin_config(easel, server.port))
    command = [neovim_program.path, "--clean", "-u", str(init_file(tmp_path)), "notes.txt"]
    with terminal(tmp_path, command, env) as shown:
        shown.wait_for("notes.txt")
        yield shown


def test_the_main_job_is_seen(screen: Terminal, journal: Journal) -> None:
    screen.type(":Easel\r")
    screen.wait_for("Ask test …   <C-s> sends, / commands, @ files")
    screen.type("say Working on it.\n")
    screen.type("tool a title=Build kind=execute text=secret-output\n")
    screen.type("permission a title=Build yes:allow_once no:reject_once")
    screen.press("C-s")

    screen.wait_for("└ 1-2 answers, <CR> shows a list")
    screen.wait_for("asks you")
    assert "Working on it." in screen.text
    screen.press("Escape")
    screen.wait_for("Prompt")
    screen.type("\x17k1")
    screen.wait_for("? Build: Yes")
    screen.wait_for("idle")

    screen.wait_for("Build  1 line")
    folded = screen.text
    assert folded.count("secret-output") == 1, "only the prompt says it, the fold hides it"
    screen.type("[t\t")
    screen.wait_for("│ secret-output")
