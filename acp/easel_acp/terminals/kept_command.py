"""Commands on Linux: each below a keeper (`easel_acp.process.keeper`), as the agents are.

The keeper is the subreaper of the command. So the tree is complete whatever left the session or
was orphaned, and it ends even when this process is killed: the keeper notices and takes it down.
"""

import errno
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import anyio
from anyio import CancelScope, to_thread

from easel_acp.process import keeper
from easel_acp.terminals.command import Launch
from easel_acp.terminals.pty import PtyReader, open_pty

log = logging.getLogger(__name__)

_LAST_WAIT = 5.0
"""Seconds until a tree that should be dead is left to its keeper, which goes on."""


class KeptCommand:
    """Implements `RunningCommand`. One task reads the output, one waits, in that order of calls."""

    def __init__(self, control: socket.socket, output: PtyReader) -> None:
        self._control = control
        self._received = b""
        self.read = output.read

    async def wait_until_started(self) -> None:
        """Return when the program runs.

        Raises:
            OSError: it, or its directory, cannot be used.
        """
        report = await self._next_report()
        if report[0] == "failed":
            number = int(report[2])
            raise OSError(number, os.strerror(number))
        if report[0] != "started":
            raise OSError(errno.EIO, "the keeper ended early")

    async def wait(self) -> int:
        """See `RunningCommand.wait`."""
        report = await self._next_report()
        return int(report[1]) if report[0] == "exited" else -signal.SIGKILL

    async def wait_for_tree(self) -> None:
        """See `RunningCommand.wait_for_tree`."""
        while await self._next_report() != ["lost"]:
            pass

    def stop(self, grace: float) -> None:
        """See `RunningCommand.stop`."""
        with suppress(OSError):
            self._control.send(b"stop 0 %d\n" % round(grace * 1000))

    async def _next_report(self) -> list[str]:
        """The words of the keeper's next line; `["lost"]` when it has ended."""
        while b"\n" not in self._received:
            await anyio.wait_readable(self._control)
            data = b""
            with suppress(ConnectionError):
                data = self._control.recv(4096)
            if not data:
                return ["lost"]
            self._received += data
        line, _, self._received = self._received.partition(b"\n")
        return line.decode().split()


@asynccontextmanager
async def kept_command(launch: Launch) -> AsyncIterator[KeptCommand]:
    """Run a command in a terminal below a keeper of its own; see `StartCommand`."""
    with open_pty() as (output, command_end):
        control, process = await _start_keeper(launch, command_end.fileno())
        with control:
            command_end.close()
            command = KeptCommand(control, output)
            try:
                await command.wait_until_started()
                yield command
            finally:
                with suppress(OSError):
                    control.shutdown(socket.SHUT_WR)
                await _reap(command, process)


async def _start_keeper(
    launch: Launch, terminal: int
) -> tuple[socket.socket, subprocess.Popen[bytes]]:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with theirs, _launch_file(launch) as launch_file, CancelScope(shield=True):
        process = await to_thread.run_sync(_popen_keeper, theirs.fileno(), launch_file, terminal)
    return ours, process


def _popen_keeper(control: int, launch_file: int, terminal: int) -> subprocess.Popen[bytes]:
    arguments = ["-I", "-S", keeper.__file__, str(control), str(launch_file)]
    return subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=terminal,
        stderr=terminal,
        pass_fds=(control, launch_file),
        start_new_session=True,
    )


@contextmanager
def _launch_file(launch: Launch) -> Iterator[int]:
    """What the keeper is to start, in an anonymous file: an environment can outgrow a pipe."""
    env = [f"{name}={value}" for name, value in launch.env.items()]
    with os.fdopen(os.memfd_create("launch"), "wb") as file:
        file.write(keeper.encode_launch(launch.argv[0], str(launch.cwd), launch.argv, env))
        file.seek(0)
        yield file.fileno()


async def _reap(command: KeptCommand, process: subprocess.Popen[bytes]) -> None:
    """Wait for the keeper, which stops the tree now that its control socket is shut."""
    with CancelScope(shield=True), anyio.move_on_after(_LAST_WAIT):
        await command.wait_for_tree()
        await to_thread.run_sync(process.wait)
        return
    log.warning("the command below keeper %d is still being killed", process.pid)
