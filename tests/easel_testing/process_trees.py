"""Trees of real processes, told from all others by a mark in their environment."""

import os
import signal
import sys
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

import anyio

from easel_acp.process import AgentProcess, LaunchSpec
from easel_acp.process.linux_table import LinuxTable
from easel_acp.process.process_table import ProcessId

MARK = "TEST_TREE"

FAMILY = """
sleep 1000 &
setsid sleep 1000 &
( (sleep 1000 &) & )
( (setsid nohup sleep 1000 >/dev/null 2>&1 &) & )
"""
"""Shell: a child, one in a session of its own, a double fork, and a daemon. All hold stdout but it.

Real agents leave each of these behind.
"""


Start = Callable[[LaunchSpec], Awaitable[AgentProcess]]
"""Start an agent that is ended with the test."""


class Tree:
    """All processes that were started with one mark."""

    def __init__(self) -> None:
        self.mark = uuid.uuid4().hex

    @property
    def env(self) -> dict[str, str]:
        """The environment to start them with: ours and the mark."""
        return {**os.environ, MARK: self.mark}

    def spec(self, *command: str, cwd: Path | None = None) -> LaunchSpec:
        """A marked agent."""
        return LaunchSpec(command, cwd or Path.cwd(), self.env)

    def shell(self, script: str) -> LaunchSpec:
        """A marked agent that is a shell script."""
        return self.spec("/bin/sh", "-c", script)

    def python(self, code: str, *arguments: str) -> LaunchSpec:
        """A marked agent that is a Python program, with as little of Python as will do."""
        return self.spec(sys.executable, "-I", "-S", "-c", code, *arguments)

    def alive(self) -> list[ProcessId]:
        """Those that are alive, keepers included if they were started with the mark."""
        mark = f"{MARK}={self.mark}".encode()
        return [process for process in _everybody() if mark in _environment(process.pid)]

    async def until_alive(self, count: int) -> None:
        """Return when at least `count` are alive and have found their program."""
        with anyio.fail_after(10):
            while len(self.alive()) < count:  # noqa: ASYNC110 - the same as below
                await anyio.sleep(0.01)

    async def until_gone(self, deadline: float) -> None:
        """Return when none is alive. Raises TimeoutError after `deadline` seconds."""
        with anyio.fail_after(deadline):
            while self.alive():  # noqa: ASYNC110 - nobody tells us of processes not our own
                await anyio.sleep(0.01)

    def end(self) -> None:
        """End all that a failed test has left."""
        for process in self.alive():
            os.kill(process.pid, signal.SIGKILL)


async def read_all(process: AgentProcess) -> bytes:
    """All that it says, to the end."""
    return b"".join([chunk async for chunk in process.stdout])


async def read_line(process: AgentProcess) -> str:
    """Its next line, in however many pieces it comes; nothing may be behind it."""
    line = b""
    while not line.endswith(b"\n"):
        piece = await process.read()
        assert piece, f"no whole line: {line!r}"
        line += piece
    return line.decode().strip()


def _everybody() -> list[ProcessId]:
    table = LinuxTable()
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [process for process in map(table.find, pids) if process]


def _environment(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []
