"""Watching terminals: waiting for what a command shows, and for processes to be gone."""

import re
from collections import defaultdict

import anyio
import psutil

from easel_acp.terminals.registry import TerminalRegistry
from easel_acp.terminals.values import TerminalId, TerminalOutput

DEADLINE = 20.0
"""Seconds until a test that waits for something gives up: a guard, not a claim."""


class Screen:
    """Listens to a registry, which gets `on_output` and `on_release`."""

    def __init__(self) -> None:
        self.changes: dict[TerminalId, int] = defaultdict(int)
        self.released: dict[TerminalId, TerminalOutput] = {}
        self._changed = anyio.Event()

    def on_output(self, terminal_id: TerminalId) -> None:
        self.changes[terminal_id] += 1
        self._changed.set()
        self._changed = anyio.Event()

    def on_release(self, terminal_id: TerminalId, last: TerminalOutput) -> None:
        self.released[terminal_id] = last

    async def wait_for(
        self, terminals: TerminalRegistry, terminal_id: TerminalId, pattern: str
    ) -> re.Match[str]:
        """Return when the terminal shows something that matches *pattern*."""
        with anyio.fail_after(DEADLINE):
            while True:
                changed = self._changed
                if found := re.search(pattern, terminals.output(terminal_id).output):
                    return found
                await changed.wait()


def is_alive(pid: int) -> bool:
    """Whether the process can still do something."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def wait_until_gone(*pids: int) -> None:
    """Return when none of the processes is alive."""
    with anyio.fail_after(DEADLINE):
        for pid in pids:
            while is_alive(pid):  # noqa: ASYNC110 - nobody tells us of processes not our own
                await anyio.sleep(0.01)
