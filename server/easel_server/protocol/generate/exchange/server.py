"""A real server for stories, in a home of its own: nothing of this machine shows."""

import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from easel_server.client.connect import open_server_process
from easel_server.io.channel import MessageChannel
from easel_server.protocol.generate.exchange.names import Names
from easel_server.protocol.generate.exchange.player import play
from easel_server.protocol.generate.exchange.story import Story

COMMAND = (sys.executable, "-m", "easel_server", "serve")


async def play_on_real_server(story: Story) -> Story:
    """Play a story against a server that is started for it; as `play`."""
    async with real_server(story) as (channel, names):
        return await play(story, channel, names)


@asynccontextmanager
async def real_server(story: Story) -> AsyncIterator[tuple[MessageChannel, Names]]:
    """A server in a workspace with the story's files, and the names for what is in its home."""
    with TemporaryDirectory(prefix="easel-story-") as directory:
        home, workspace = _home(directory, story)
        with (home / "stderr").open("wb") as stderr:
            async with open_server_process(
                COMMAND, cwd=workspace, env=_environment(home), stderr=stderr
            ) as server:
                yield server.channel, Names(home, sys.executable)


def _home(directory: str, story: Story) -> tuple[Path, Path]:
    """A home and a workspace in it."""
    home = Path(directory).resolve()
    workspace = home / "project"
    workspace.mkdir()
    for name, text in story.files.items():
        (workspace / name).write_text(text, encoding="utf-8")
    return home, workspace


def _environment(home: Path) -> Mapping[str, str]:
    """Without the user's settings, and without agents on PATH."""
    keep = ("LANG", "SYSTEMROOT", "TMPDIR")
    kept = {name: os.environ[name] for name in keep if name in os.environ}
    xdg = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "STATE", "DATA")}
    return {**kept, **xdg, "HOME": str(home), "PATH": str(home / "bin")}
