"""Runs a command in a process group of its own, for clients without terminals."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import anyio

MAX_OUTPUT_BYTES = 64 * 1024
MERGE_SECONDS = 0.1
DRAIN_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended: `exit_code`, or the name of the `signal` that ended it."""

    output: str
    truncated: bool
    exit_code: int | None
    signal: str | None


def shell_line(command: str) -> tuple[str, list[str]]:
    """Return the program and arguments that run a line of shell."""
    return ("/bin/sh", ["-c", command]) if os.name == "posix" else ("cmd", ["/c", command])


async def run_locally(
    command: str, cwd: Path, on_output: Callable[[str], Awaitable[None]]
) -> Outcome:
    """Run a line of shell and return how it ended.

    `on_output` gets the whole output so far, at most ten times a second. However this returns,
    nothing of the command's process group is left; cancelling it kills the group at once.

    Raises:
        OSError: the shell cannot be started.
    """
    program, arguments = shell_line(command)
    loop = asyncio.get_running_loop()
    # Unshielded, a cancel at this point could leave a child that nobody knows.
    with anyio.CancelScope(shield=True):
        transport, running = await loop.subprocess_exec(
            _Running,
            program,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.STDOUT,
            cwd=cwd,
            start_new_session=True,
        )
    try:
        while not running.exited.is_set():
            await running.news.wait()
            running.news = anyio.Event()
            await on_output(running.text())
            with anyio.move_on_after(MERGE_SECONDS):
                await running.exited.wait()
        # A process that the command left behind may hold its output open for ever.
        with anyio.move_on_after(DRAIN_SECONDS):
            await running.drained.wait()
        return _outcome(running, transport.get_returncode())
    finally:
        _kill_group(transport)
        transport.close()


class _Running(asyncio.SubprocessProtocol):
    """Collects the output of a command; the end of the process is not the end of its output."""

    def __init__(self) -> None:
        self.news = anyio.Event()
        self.exited = anyio.Event()
        self.drained = anyio.Event()
        self.truncated = False
        self._output = bytearray()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        self._output += data
        if len(self._output) > MAX_OUTPUT_BYTES:
            del self._output[:-MAX_OUTPUT_BYTES]
            self.truncated = True
        self.news.set()

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        self.drained.set()

    def process_exited(self) -> None:
        self.exited.set()
        self.news.set()

    def text(self) -> str:
        """Return the last part of the output, which may begin in the middle of a line."""
        return self._output.decode(errors="replace").lstrip("\ufffd" if self.truncated else "")


def _outcome(running: _Running, returncode: int | None) -> Outcome:
    if returncode is not None and returncode < 0:
        return Outcome(running.text(), running.truncated, None, _signal_name(-returncode))
    return Outcome(running.text(), running.truncated, returncode, None)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _kill_group(transport: asyncio.SubprocessTransport) -> None:
    try:
        if os.name == "posix":
            os.killpg(transport.get_pid(), signal.SIGKILL)
        else:
            transport.kill()
    except (ProcessLookupError, PermissionError):  # the latter is how macOS reports a zombie
        return
