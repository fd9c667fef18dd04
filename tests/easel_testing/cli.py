"""The command `easel` as a real process, in a home of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from easel_testing.agents import scripted_agent

EASEL = (sys.executable, "-P", "-m", "easel_server.cli")
WAIT_SECONDS = 20.0
"""A guard against a hang, not a measure."""


@dataclass(frozen=True)
class Home:
    """Folders for configuration, state and a project, away from the person's own."""

    path: Path
    extra_env: Mapping[str, str] = field(default_factory=dict)

    @property
    def project(self) -> Path:
        return self.path / "project"

    @property
    def config_file(self) -> Path:
        return self.path / "config" / "easel" / "config.toml"

    @property
    def state(self) -> Path:
        return self.path / "state" / "easel"

    @property
    def env(self) -> dict[str, str]:
        """The environment of a command, and of everything that it starts."""
        own = {
            "HOME": str(self.path),
            "XDG_CONFIG_HOME": str(self.path / "config"),
            "XDG_STATE_HOME": str(self.path / "state"),
            "EASEL_PRACTICE_STATE": str(self.path / "practice"),
            "TERM": "xterm-256color",
            "PROMPT_TOOLKIT_NO_CPR": "1",
        }
        return {**os.environ, **own, **self.extra_env}

    def run(self, *args: str, stdin: str | None = None) -> "subprocess.CompletedProcess[str]":
        """Run `easel` to its end, with `stdin` piped in, or nothing to read."""
        source = {"stdin": subprocess.DEVNULL} if stdin is None else {"input": stdin}
        return subprocess.run(
            [*EASEL, *args],
            cwd=self.project,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            **source,
        )

    @contextmanager
    def started(self, *args: str, **options: Any) -> Iterator["subprocess.Popen[str]"]:
        """Run `easel` beside the test; killed at the end if it is still there."""
        with subprocess.Popen(
            [*EASEL, *args], cwd=self.project, env=self.env, text=True, **options
        ) as process:
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.send_signal(signal.SIGKILL)

    def processes(self) -> list[str]:
        """The command lines of all processes that were started in this home and still run."""
        return [
            " ".join(process.cmdline())
            for process in psutil.process_iter()
            if _home_of(process) == str(self.path) and process.status() != psutil.STATUS_ZOMBIE
        ]

    def wait_until_empty(self) -> None:
        """Return when no process of this home is left; AssertionError if some stay."""
        deadline = time.monotonic() + WAIT_SECONDS
        while left := self.processes():
            assert time.monotonic() < deadline, f"left behind: {left}"
            time.sleep(0.02)


def make_home(path: Path) -> Home:
    """A home with two agents: `scripted` (the default) and `practice`, which does not dawdle."""
    home = Home(path)
    home.project.mkdir(parents=True)
    home.config_file.parent.mkdir(parents=True)
    scripted = scripted_agent(path / "scripted").command
    practice = [sys.executable, "-P", "-m", "easel_acp.practice_agent", "--pace", "instant"]
    lines = [
        'defaultAgent = "scripted"',
        "cancel.timeoutMs = 300",
        "[agents]",
        f"scripted.command = {scripted!r}",
        f"practice.command = {practice!r}",
        'broken.command = "no-such-program"',
    ]
    home.config_file.write_text("\n".join(lines), encoding="utf-8")
    return home


def _home_of(process: psutil.Process) -> str | None:
    try:
        home: str | None = process.environ().get("HOME")
    except psutil.Error:
        return None
    return home
