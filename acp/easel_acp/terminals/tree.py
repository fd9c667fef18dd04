"""All processes of a command, found by walking (where there is no keeper)."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress

import psutil


class ProcessTree:
    """The processes below the *leader* of a session, and those that only share its session.

    A process that left the session and whose parent died cannot be found: hence the keeper, where
    it can run. What was seen once is remembered with its start time, so that it is found again
    after its parent has died and a recycled pid is never signalled. Every method takes some
    milliseconds: call it in a thread.
    """

    def __init__(self, leader: int) -> None:
        self._leader = leader
        self._seen: set[psutil.Process] = set()

    def terminate(self) -> None:
        """Ask every process to end (SIGTERM)."""
        self._signal(psutil.Process.terminate)

    def kill(self) -> None:
        """End every process (SIGKILL)."""
        self._signal(psutil.Process.kill)

    def is_alive(self) -> bool:
        """Whether any process is left that can still do something."""
        return bool(self._living())

    def _signal(self, send: Callable[[psutil.Process], None]) -> None:
        for process in self._living():
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                send(process)

    def _living(self) -> set[psutil.Process]:
        self._seen.update(self._below_leader())
        self._seen.update(self._in_session())
        self._seen = {process for process in self._seen if _is_living(process)}
        return self._seen

    def _below_leader(self) -> Iterator[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            leader = psutil.Process(self._leader)
            yield leader
            yield from leader.children(recursive=True)

    def _in_session(self) -> Iterator[psutil.Process]:
        if not hasattr(os, "getsid"):
            return
        for process in psutil.process_iter():
            with suppress(OSError):
                if os.getsid(process.pid) == self._leader:
                    yield process


def _is_living(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
