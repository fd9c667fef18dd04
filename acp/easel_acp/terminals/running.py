"""A running command, however this platform starts it and ends it."""

import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from easel_acp.process.launch import LaunchSpec
from easel_acp.process.supervise import can_keep
from easel_acp.process.supervisor import RawExit


class RunningCommand(Protocol):
    """A command and everything below it: its *tree*, whatever sessions that is spread over."""

    async def read(self) -> bytes:
        """The next bytes of its output; `b""` when nobody is left who could write."""
        ...

    async def wait(self) -> RawExit:
        """How the command itself ended; its tree may live on briefly."""
        ...

    async def wait_for_tree(self) -> None:
        """Return when no process of the tree is left. The tree is stopped when the command ends."""
        ...

    def stop(self, grace: float) -> None:
        """SIGTERM to the whole tree now, SIGKILL to what is left after *grace* seconds."""
        ...


StartCommand = Callable[[LaunchSpec], AbstractAsyncContextManager[RunningCommand]]
"""Starts a command, raises OSError if that fails. Leaving the context leaves no process behind."""


def default_start() -> StartCommand:
    """The safest way to run commands that this platform offers."""
    if can_keep():
        from easel_acp.terminals.kept_command import kept_command  # noqa: PLC0415 - Linux only

        return kept_command
    from easel_acp.terminals.walked_command import (  # noqa: PLC0415 - not needed on Linux
        piped_command,
        walked_command,
    )

    return piped_command if os.name == "nt" else walked_command
