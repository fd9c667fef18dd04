"""One terminal: its output, its end, and the task that follows its command."""

import errno
import logging
import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import anyio
from anyio import create_task_group

from easel_acp.terminals.output import OutputBuffer
from easel_acp.terminals.running import RunningCommand
from easel_acp.terminals.values import ExitStatus, TerminalOutput

log = logging.getLogger(__name__)

_QUIET = 0.1
_LONGEST_TAIL = 2.0
"""Seconds without output that end the wait for the last of it, and seconds that end it anyhow."""

_UNSEEN = ExitStatus(None, None)
"""How a command ended that nobody followed to its end."""


class Terminal:
    """What is known of a terminal. *on_change* is called after every output and at the end."""

    def __init__(self, output_limit: int, on_change: Callable[[], None]) -> None:
        self._buffer = OutputBuffer(output_limit)
        self._on_change = on_change
        self._exit_status: ExitStatus | None = None
        self._exited = anyio.Event()
        self._gone = anyio.Event()
        self._started = anyio.Event()
        self._failure: OSError | None = None
        self._reads = 0
        self._command: RunningCommand | None = None
        self._grace: float | None = None

    def output(self) -> TerminalOutput:
        """What it shows now."""
        return TerminalOutput(self._buffer.text(), self._buffer.truncated, self._exit_status)

    async def wait_for_exit(self) -> ExitStatus:
        """Return when the command has ended; at once if it has."""
        await self._exited.wait()
        assert self._exit_status
        return self._exit_status

    def stop(self, grace: float) -> None:
        """SIGTERM to the command and everything below it now, SIGKILL after *grace* seconds.

        A command that is still starting is stopped as soon as it has started.
        """
        self._grace = grace
        if self._command:
            self._command.stop(grace)

    async def wait_until_gone(self) -> None:
        """Return when no process of the command is left."""
        await self._gone.wait()

    async def wait_until_started(self) -> None:
        """Return when the command runs.

        Raises:
            OSError: it could not be started.
        """
        await self._started.wait()
        if self._failure:
            raise self._failure

    async def run(self, starting: AbstractAsyncContextManager[RunningCommand]) -> None:
        """Follow the command from its start until no process of it is left. Raises nothing."""
        try:
            async with starting as command:
                await self._follow(command)
        except OSError as error:
            self._failure = error
        except Exception:  # the rim of the task: one terminal must not end the others
            log.exception("a terminal could not be followed")
            self._failure = OSError(errno.EIO, os.strerror(errno.EIO))
        finally:
            if self._command:
                self._end(_UNSEEN)
            self._started.set()
            self._gone.set()

    async def _follow(self, command: RunningCommand) -> None:
        self._command = command
        self._started.set()
        if self._grace is not None:
            command.stop(self._grace)
        async with create_task_group() as tasks:
            complete = anyio.Event()
            tasks.start_soon(self._read, command, complete)
            raw = await command.wait()
            await self._until_quiet(complete)
            self._end(ExitStatus.of(raw))
            await command.wait_for_tree()
            tasks.cancel_scope.cancel()

    async def _until_quiet(self, complete: anyio.Event) -> None:
        """Return when the output is complete; if somebody else can still write, when nobody does.

        What the command wrote may still be on its way here when its end is known.
        """
        with anyio.move_on_after(_LONGEST_TAIL):
            while not complete.is_set():
                before = self._reads
                with anyio.move_on_after(_QUIET):
                    await complete.wait()
                if self._reads == before:
                    return

    async def _read(self, command: RunningCommand, complete: anyio.Event) -> None:
        while data := await command.read():
            self._reads += 1
            self._buffer.feed(data)
            self._on_change()
        self._buffer.finish()
        complete.set()

    def _end(self, status: ExitStatus) -> None:
        """Set the end, unless it is set: it happens once."""
        if self._exit_status is None:
            self._exit_status = status
            self._exited.set()
            self._on_change()
