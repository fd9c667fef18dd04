"""A program in a real terminal: what it shows, and keys for it."""

import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

WAIT_SECONDS = 20
"""A guard against a hang, not a measure."""


class Terminal:
    """A window of tmux with a server of its own, at `socket`."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket

    @property
    def text(self) -> str:
        """What the screen shows."""
        return self._tmux("capture-pane", "-p", "-t", "easel")

    def press(self, *keys: str) -> None:
        """Press keys by the names that tmux has for them, such as `Escape`."""
        self._tmux("send-keys", "-t", "easel", *keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self._tmux("send-keys", "-t", "easel", "-l", "--", text)

    def wait_for(self, text: str) -> None:
        """Return once the screen shows the text."""
        until = time.monotonic() + WAIT_SECONDS
        while text not in (shown := self.text):
            assert time.monotonic() < until, f"{text!r} did not come:\n{shown}"
            time.sleep(0.02)

    def _tmux(self, *arguments: str) -> str:
        command = ["tmux", "-S", str(self._socket), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def terminal(
    directory: Path, command: Sequence[str | Path], env: Mapping[str, str]
) -> Iterator[Terminal]:
    """The command in a terminal of 100 columns and 40 lines; skips the test without tmux."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    socket = directory / "tmux"
    tmux = ["tmux", "-S", str(socket), "-f", "/dev/null"]
    start = ["new-session", "-d", "-s", "easel", "-x", "100", "-y", "40", *map(str, command)]
    colours = {**env, "TERM": "xterm-256color"}
    subprocess.run([*tmux, *start], env=colours, cwd=directory, check=True, timeout=60)
    try:
        yield Terminal(socket)
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, timeout=60)
