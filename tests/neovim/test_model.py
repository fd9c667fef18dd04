"""The pure parts of the plug-in: no server, no window."""

import os
import subprocess
from pathlib import Path

import msgspec
import pytest

from easel_testing.conversation_fixtures import fixtures, read
from easel_testing.neovim_versions import NeovimProgram
from easel_testing.plugin_neovim import PLUGIN

SCRIPTS = Path(__file__).parent / "lua"


def run(program: NeovimProgram, script: str, argument: str) -> str:
    """What a script prints."""
    command = [program.path, "--clean", "--headless", "-l", str(SCRIPTS / script), str(PLUGIN)]
    done = subprocess.run(
        [*command, argument],
        env={**os.environ, **program.env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("path", fixtures(), ids=lambda path: path.stem)
def test_events_of_a_real_conversation_lead_to_what_everybody_expects(
    neovim_program: NeovimProgram, path: Path
) -> None:
    outcome = msgspec.json.decode(run(neovim_program, "replay.lua", str(path)))

    assert outcome == read(path).expect


@pytest.mark.parametrize("seed", range(3))
def test_any_blocks_in_any_order_are_shown_as_they_are(
    neovim_program: NeovimProgram, seed: int
) -> None:
    assert run(neovim_program, "blocks.lua", str(seed)) == "fine"


def test_every_file_is_lua_and_has_one_purpose(neovim_program: NeovimProgram) -> None:
    files = sorted(PLUGIN.rglob("*.lua"))

    assert run(neovim_program, "parse.lua", "\n".join(map(str, files))) == "fine"
    for file in files:
        lines = file.read_text().splitlines()
        assert len(lines) <= 250, file
        assert max(map(len, lines)) <= 100, file
