"""A process that writes a log until it is killed, and says which turns are over.

Importing takes longer than writing, so one process imports and forks a writer for each line on
stdin, which names the folder of a log. It says `pid N` for each writer, `ready` when that begins,
`final SEQ` for every turn whose end readers were given, and `over` when the writer is gone.
"""

import os
import random
import sys
from pathlib import Path

import anyio

from easel_conversation.disk import log as log_module
from easel_conversation.disk.log import DiskLog
from easel_conversation.events import Event
from easel_testing.logs import chunk, disk_log, ended, notice


def _say(word: str, number: int | str = "") -> None:
    os.write(1, f"{word} {number}\n".encode())


async def _write(path: Path) -> None:
    chance = random.Random(os.getpid())
    async with disk_log(path) as log:
        log.watch(lambda: None, lambda _, text: _say("said", text))
        _say("ready")
        while True:
            await _turn(log, chance)


async def _turn(log: DiskLog, chance: random.Random) -> None:
    first = log.seq + 1
    last = first + chance.randint(1, 15)
    for seq in range(first, last):
        log.append([_event(seq, chance)])
        if chance.random() < 0.3:
            await log.after(seq - 1, 10)
            await anyio.sleep(chance.uniform(0, 0.001))
    log.append([ended(last)])
    with anyio.fail_after(20):
        while log.seq < last:
            await log.kept()
    _say("final", last)


def _event(seq: int, chance: random.Random) -> Event:
    if chance.random() < 0.8:
        return chunk(seq, f"word {seq} ", f"m{seq // 9}", append=bool(seq % 9))
    return notice(seq, "x" * chance.choice([1, 100, 50_000, 1_000_000]))


def main() -> None:
    """Fork a writer for each line of stdin."""
    log_module.LINGER_SECONDS = 0.002  # type: ignore[misc]  # so that it writes all the time
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            anyio.run(_write, Path(line.strip()))
        _say("pid", pid)
        os.waitpid(pid, 0)
        _say("over")


if __name__ == "__main__":
    main()
