"""`kill -9` for one who writes a log, at random moments, again and again on the same log."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from easel_conversation.disk.line import unreadable
from easel_conversation.disk.reader import LogReader
from easel_conversation.events import Event, Notice, TurnEnded
from easel_conversation.runs import first_seq
from easel_testing.agent_host import ENVIRONMENT

LATEST_MOMENT = 0.05
"""Seconds after the writer was ready."""
_COMMAND = [sys.executable, "-m", "easel_testing.log_writer"]


@dataclass
class Kills:
    """The writers of one log, and what they said."""

    folder: Path
    finals: list[int] = field(default_factory=list)

    def kill_once(self, writers: subprocess.Popen[bytes], chance: random.Random) -> None:
        """Let a writer begin, kill it, and hold the log against what it said."""
        assert writers.stdin is not None
        assert writers.stdout is not None
        before = self.finals[-1] if self.finals else 0
        writers.stdin.write(f"{self.folder}\n".encode())
        writers.stdin.flush()
        pid = int(_word(writers.stdout, "pid"))
        _word(writers.stdout, "ready")
        time.sleep(chance.uniform(0, LATEST_MOMENT))
        os.kill(pid, signal.SIGKILL)
        for line in writers.stdout:
            word, _, number = line.decode().strip().partition(" ")
            if word == "over":
                break
            assert word == "final", line
            self.finals.append(int(number))
        self.check(before)

    def check(self, after: int) -> None:
        """Every event up to the last that was final is there, gapless, and every end of a turn."""
        path = self.folder / "events.jsonl"
        reached, ends = after, set[int]()
        for event in LogReader(path).forward(after, limit=float("inf")):
            assert first_seq(event) == reached + 1, event
            assert not _is_damage(event), event
            if isinstance(event, TurnEnded):
                ends.add(event.seq)
            reached = event.seq
        assert ends >= {final for final in self.finals if final > after}


@contextmanager
def writers() -> Iterator[subprocess.Popen[bytes]]:
    """The process that forks writers."""
    with subprocess.Popen(
        _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **ENVIRONMENT}
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=20) == 0


def _word(lines: IO[bytes], expected: str) -> str:
    word, _, rest = lines.readline().decode().strip().partition(" ")
    assert word == expected, word
    return rest


def _is_damage(event: Event) -> bool:
    return isinstance(event, Notice) and event.text == unreadable(1, 1, "").text
