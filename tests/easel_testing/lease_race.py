"""Many processes want each of many conversations at the same moment.

``python -m easel_testing.lease_race FOLDER RACERS ROUNDS`` has each racer claim each conversation
and then write into it as its owner, which only one may be. Prints how many conversations went
wrong. What lies in a conversation's directory at the start differs from round to round.
"""

import multiprocessing
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path

from easel_conversation.lease import BlockingLease, LeaseLost, system_processes, this_server
from easel_conversation.lease.directory import LeaseDirectory
from easel_conversation.lease.files import LEASE_FILE
from easel_testing.leases import NO_PROCESS, read_lease, this_host, write_lease

EVENTS = "events"
LONGEST_WAIT = 30.0
"""Seconds after which a lock, or a racer that does not come, counts as lost."""


def _nothing(_: Path) -> None:
    """A conversation that nobody has owned yet."""


def _garbage(directory: Path) -> None:
    (directory / LEASE_FILE).write_text("{not json")


def _run_out(directory: Path) -> None:
    write_lease(directory, expires_at=time.time() - 1, owner_host="elsewhere")


def _of_a_dead_process(directory: Path) -> None:
    expires_at = time.time() + 3600
    write_lease(directory, expires_at=expires_at, owner_host=this_host(), owner_pid=NO_PROCESS)


STARTS: tuple[Callable[[Path], None], ...] = (_nothing, _garbage, _run_out, _of_a_dead_process)


def _race(conversations: list[Path], start: Barrier) -> None:
    processes = system_processes()
    me = this_server(processes)
    for directory in conversations:
        lease = BlockingLease(
            LeaseDirectory(directory, LONGEST_WAIT), me, processes, ttl=3600, on_lost=print
        )
        start.wait(LONGEST_WAIT)
        lease.claim()
        with suppress(LeaseLost):
            lease.guard(partial(_sign, directory, me.pid))
    # A winner that ends before the others have tried would be a dead holder.
    start.wait(LONGEST_WAIT)


def _sign(directory: Path, pid: int) -> None:
    with (directory / EVENTS).open("a") as file:
        file.write(f"{pid}\n")


def _went_well(directory: Path) -> bool:
    owner = str(read_lease(directory)["owner_pid"])
    return (directory / EVENTS).read_text().split() == [owner]


def main(folder: Path, racers: int, rounds: int) -> int:
    """Run all rounds; gives the number of those that did not have exactly one winner."""
    conversations = [folder / str(number) for number in range(rounds)]
    for number, directory in enumerate(conversations):
        directory.mkdir()
        STARTS[number % len(STARTS)](directory)
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(racers)
    processes = [
        fork.Process(target=_race, args=(conversations, start), daemon=True) for _ in range(racers)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return sum(not _went_well(directory) for directory in conversations)


if __name__ == "__main__":
    sys.stdout.write(f"{main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))}\n")
