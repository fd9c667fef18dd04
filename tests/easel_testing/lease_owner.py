"""A server that owns a conversation, and does as it is told, a line each.

``python -m easel_testing.lease_owner DIRECTORY TTL`` says ``ready`` and answers

* ``claim`` with ``claimed GENERATION`` or ``held PID``,
* ``write TEXT`` with ``wrote`` or ``lost``: a line more in `DIRECTORY/events`,
* ``write-slowly TEXT`` with ``writing`` and, after having stopped itself with the line not yet
  written, the same,
* ``losses`` with how often it was told that it is no longer the owner.

It renews its lease as a server does.
"""

import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import anyio
from anyio import to_thread
from anyio.abc import TaskGroup

from easel_conversation.lease import (
    Claimed,
    Held,
    Lease,
    LeaseLost,
    system_processes,
    this_server,
)
from easel_conversation.lease.renewals import Renewals

EVENTS = "events"


def _say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


class _Server:
    def __init__(self, directory: Path, ttl: float, tasks: TaskGroup) -> None:
        self._events = directory / EVENTS
        self._renewals = Renewals(tasks)
        self._losses = 0
        processes = system_processes()
        self._lease = Lease(
            directory, this_server(processes), processes, on_lost=self._count_loss, ttl=ttl
        )

    async def do(self, command: str, *words: str) -> None:
        """Carry out one line."""
        match command:
            case "claim":
                await self._claim()
            case "write":
                await self._write(lambda: self._append(*words))
            case "write-slowly":
                await self._write(lambda: self._append_slowly(*words))
            case "losses":
                _say(self._losses)

    async def _claim(self) -> None:
        match await self._lease.claim():
            case Claimed(lease=lease):
                self._renewals.keep(self._lease)
                _say("claimed", lease.generation)
            case Held(lease=lease):
                _say("held", lease.owner_pid)

    async def _write(self, write: Callable[[], None]) -> None:
        try:
            await self._lease.guard(write)
        except LeaseLost:
            _say("lost")
        else:
            _say("wrote")

    def _append(self, *words: str) -> None:
        with self._events.open("a") as file:
            file.write(" ".join(words) + "\n")

    def _append_slowly(self, *words: str) -> None:
        _say("writing")
        # This thread itself: had another taken the signal, this one could still write.
        signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
        self._append(*words)

    def _count_loss(self, _: LeaseLost) -> None:
        self._losses += 1


async def main(directory: Path, ttl: float) -> None:
    """Serve until the input ends."""
    async with anyio.create_task_group() as tasks:
        server = _Server(directory, ttl, tasks)
        _say("ready")
        while line := await to_thread.run_sync(sys.stdin.readline):
            await server.do(*line.split())
        tasks.cancel_scope.cancel()


if __name__ == "__main__":
    anyio.run(main, Path(sys.argv[1]), float(sys.argv[2]))
