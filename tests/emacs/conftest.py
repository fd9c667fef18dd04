"""Emacs with Easel's own package and an agent that does what it is told."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from easel_testing.agents import Journal, ScriptedAgent, scripted_agent
from easel_testing.easel import SERVER
from easel_testing.emacs import EDITORS, Emacs, emacs, lisp_string

INIT = """
(add-to-list 'load-path {package})
(require 'easel)
(setq easel-command '({server})
      easel-settings (json-parse-string {settings} :object-type 'plist))
(setq default-directory {workspace})
(find-file (expand-file-name "notes.md"))
"""


@pytest.fixture
def agent(tmp_path: Path) -> ScriptedAgent:
    """The agent that Emacs talks to."""
    return scripted_agent(tmp_path / "agent")


@pytest.fixture
def journal(agent: ScriptedAgent) -> Journal:
    """What has reached it."""
    return agent.journal()


@pytest.fixture
def init(agent: ScriptedAgent, tmp_path: Path) -> str:
    """What Emacs reads at its start: it visits `notes.md` of an empty workspace."""
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    settings = {"agents": {"test": agent.setting}, "defaultAgent": "test"}
    return INIT.format(
        package=lisp_string(str(EDITORS)),
        server=" ".join(lisp_string(word) for word in SERVER),
        settings=lisp_string(msgspec.json.encode(settings).decode()),
        workspace=lisp_string(f"{workspace}/"),
    )


@pytest.fixture
def editor(init: str, tmp_path: Path) -> Iterator[Emacs]:
    """The Emacs of a person."""
    with emacs(tmp_path, init) as running:
        yield running


@pytest.fixture
def other(init: str, tmp_path: Path) -> Iterator[Emacs]:
    """Another Emacs of the same person in the same workspace, with a server of its own."""
    with emacs(tmp_path, init, "other") as running:
        yield running
