"""Terminals of every kind: below a keeper, walked, and on pipes."""

import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from easel_acp.files.roots import Roots
from easel_acp.terminals.registry import TerminalLimits, TerminalRegistry, open_terminals
from easel_acp.terminals.running import StartCommand
from easel_acp.terminals.walked_command import piped_command, walked_command
from easel_testing.screen import Screen

KINDS: dict[str, StartCommand] = {"walked": walked_command, "piped": piped_command}
if sys.platform == "linux":
    from easel_acp.terminals.kept_command import kept_command

    KINDS["kept"] = kept_command


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def start(kind: str) -> StartCommand:
    return KINDS[kind]


@pytest.fixture
def cwd(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
async def terminals(
    cwd: Path, screen: Screen, start: StartCommand
) -> AsyncIterator[TerminalRegistry]:
    async with open_terminals(
        Roots.of(cwd),
        os.environ | {"USER_VARIABLE": "user"},
        on_output=screen.on_output,
        on_release=screen.on_release,
        limits=TerminalLimits(terminals=4, output_bytes=100_000, grace=0.1),
        start=start,
    ) as registry:
        yield registry
