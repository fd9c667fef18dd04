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
    with TemporaryDirectory(prefix="easel-story-") as directory:
        home, workspace = _home(directory, story)
        async with _server(home, workspace) as channel:
            return await play(story, channel, Names(home, sys.executable))


def _home(directory: str, story: Story) -> tuple[Path, Path]:
    """A home with a workspace that holds the story's files; the paths of both."""
    home = Path(directory).resolve()
    workspace = home / "project"
    workspace.mkdir()
    for name, text in story.files.items():
        (workspace / name).write_text(text, encoding="utf-8")
    return home, workspace


@asynccontextmanager
async def _server(home: Path, workspace: Path) -> AsyncIterator[MessageChannel]:
    with (home / "log").open("wb") as log:
        async with open_server_process(
            COMMAND, cwd=workspace, env=_environment(home), stderr=log
        ) as server:
            yield server.channel


def _environment(home: Path) -> Mapping[str, str]:
    """Without the user's settings, and without agents on PATH."""
    keep = ("LANG", "SYSTEMROOT", "TMPDIR")
    kept = {name: os.environ[name] for name in keep if name in os.environ}
    xdg = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "STATE", "DATA")}
    return {**kept, **xdg, "HOME": str(home), "PATH": str(home / "bin")}
