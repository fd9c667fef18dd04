"""The terminals of one conversation."""

import os
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from anyio import CancelScope, create_task_group, move_on_after, to_thread
from anyio.abc import TaskGroup

from easel_acp.files.roots import Roots
from easel_acp.process.launch import LaunchSpec
from easel_acp.terminals.command import environment, resolve
from easel_acp.terminals.errors import (
    CommandNotStartedError,
    TerminalsClosedError,
    TooManyTerminalsError,
    UnknownTerminalError,
)
from easel_acp.terminals.running import StartCommand, default_start
from easel_acp.terminals.terminal import Terminal
from easel_acp.terminals.values import ExitStatus, TerminalId, TerminalOutput


@dataclass(frozen=True)
class TerminalLimits:
    """Bounds of one conversation's terminals.

    Bytes of output that a terminal keeps, unless the agent asks for less; the terminals that are
    not released; seconds between SIGTERM and SIGKILL, and until a kill is no longer waited for.
    """

    output_bytes: int = 1024 * 1024
    terminals: int = 64
    grace: float = 0.5
    kill_timeout: float = 5.0


class TerminalRegistry:
    """The terminals that one conversation's agent has opened and not yet released.

    Get one from `open_terminals`. Every method that takes an id raises `UnknownTerminalError` for
    one that is not, or no longer, there.
    """

    def __init__(
        self,
        tasks: TaskGroup,
        roots: Roots,
        user_environment: Mapping[str, str],
        *,
        on_output: Callable[[TerminalId], None],
        on_release: Callable[[TerminalId, TerminalOutput], None],
        limits: TerminalLimits,
        start: StartCommand,
    ) -> None:
        self._tasks = tasks
        self._roots = roots
        self._user_environment = user_environment
        self._on_output = on_output
        self._on_release = on_release
        self._limits = limits
        self._start = start
        self._terminals: dict[TerminalId, Terminal] = {}
        self._closed = False

    async def create(
        self,
        command: str,
        args: Sequence[str] = (),
        *,
        env: Mapping[str, str] | None = None,
        cwd: str | None = None,
        output_byte_limit: int | None = None,
    ) -> TerminalId:
        """Run *command* in a new terminal; see `command` for what it may be.

        *cwd* defaults to the conversation's and must lie under its roots. That keeps an agent's
        mistakes in place; it does not confine the command, which may do what the user may.

        Raises:
            TooManyTerminalsError, TerminalsClosedError: no terminal can be opened now.
            CommandNotFoundError, InvalidCommandError, CommandNotStartedError: it does not run.
            OutsideRootsError, InvalidPathError: *cwd* is refused.
        """
        launch = await to_thread.run_sync(self._launch, command, args, env or {}, cwd)
        terminal_id, terminal = self._add(output_byte_limit)
        self._tasks.start_soon(terminal.run, self._start(launch))
        try:
            await terminal.wait_until_started()
        except OSError as error:
            self._terminals.pop(terminal_id, None)
            raise CommandNotStartedError(command, error) from error
        except BaseException:
            self._terminals.pop(terminal_id, None)
            terminal.stop(grace=0)
            raise
        if terminal_id not in self._terminals:
            raise TerminalsClosedError
        return terminal_id

    def output(self, terminal_id: TerminalId) -> TerminalOutput:
        """What the terminal shows, and how its command ended if it has."""
        return self._terminal(terminal_id).output()

    async def wait_for_exit(self, terminal_id: TerminalId) -> ExitStatus:
        """Return when the command has ended, be it by a kill or a release. Safe to cancel."""
        return await self._terminal(terminal_id).wait_for_exit()

    async def kill(self, terminal_id: TerminalId) -> None:
        """End the command and everything below it. The terminal and its output stay."""
        await self._end(self._terminal(terminal_id))

    async def release(self, terminal_id: TerminalId) -> None:
        """End the command and forget the terminal; *on_release* gets what it showed last."""
        terminal = self._terminal(terminal_id)
        del self._terminals[terminal_id]
        await self._see_out(terminal_id, terminal)

    async def release_all(self) -> None:
        """Release every terminal, all at the same time."""
        released = dict(self._terminals)
        self._terminals.clear()
        async with create_task_group() as tasks:
            for terminal_id, terminal in released.items():
                tasks.start_soon(self._see_out, terminal_id, terminal)

    async def close(self) -> None:
        """Release every terminal and open no more."""
        self._closed = True
        await self.release_all()

    async def _see_out(self, terminal_id: TerminalId, terminal: Terminal) -> None:
        with CancelScope(shield=True):
            await self._end(terminal)
        self._on_release(terminal_id, terminal.output())

    async def _end(self, terminal: Terminal) -> None:
        """End the command. A process that hangs in the kernel is not waited for any longer."""
        terminal.stop(self._limits.grace)
        with move_on_after(self._limits.kill_timeout):
            await terminal.wait_until_gone()

    def _add(self, output_byte_limit: int | None) -> tuple[TerminalId, Terminal]:
        """Take a place before the command starts, so that concurrent calls keep to the limit."""
        if self._closed:
            raise TerminalsClosedError
        if len(self._terminals) >= self._limits.terminals:
            raise TooManyTerminalsError(self._limits.terminals)
        terminal_id = TerminalId(f"terminal-{secrets.token_hex(6)}")
        most = self._limits.output_bytes
        limit = most if output_byte_limit is None else min(output_byte_limit, most)
        terminal = Terminal(limit, lambda: self._on_output(terminal_id))
        self._terminals[terminal_id] = terminal
        return terminal_id, terminal

    def _terminal(self, terminal_id: TerminalId) -> Terminal:
        try:
            return self._terminals[terminal_id]
        except KeyError:
            raise UnknownTerminalError(terminal_id) from None

    def _launch(
        self, command: str, args: Sequence[str], env: Mapping[str, str], cwd: str | None
    ) -> LaunchSpec:
        folder = self._roots.cwd if cwd is None else self._roots.locate(cwd).path
        return resolve(command, args, environment(self._user_environment, env), folder)


@asynccontextmanager
async def open_terminals(
    roots: Roots,
    user_environment: Mapping[str, str] = os.environ,
    *,
    on_output: Callable[[TerminalId], None] = lambda _: None,
    on_release: Callable[[TerminalId, TerminalOutput], None] = lambda *_: None,
    limits: TerminalLimits | None = None,
    start: StartCommand | None = None,
) -> AsyncIterator[TerminalRegistry]:
    """The terminals of a conversation, all gone when the context is left.

    *on_output* is called for every piece of output and for the end of the command, possibly
    thousands of times a second: mark the terminal as changed there, and read it when you show it.
    *on_release* gets what a released terminal showed last, for ACP wants it to stay visible.
    Neither may raise or block.
    """
    async with create_task_group() as tasks:
        registry = TerminalRegistry(
            tasks,
            roots,
            user_environment,
            on_output=on_output,
            on_release=on_release,
            limits=limits or TerminalLimits(),
            start=start or default_start(),
        )
        try:
            yield registry
        finally:
            with CancelScope(shield=True):
                await registry.close()
            tasks.cancel_scope.cancel()
