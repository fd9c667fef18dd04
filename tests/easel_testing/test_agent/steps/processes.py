"""Steps about processes, signals and the ends of the pipes."""

import os
import subprocess
from collections.abc import Sequence

from easel_testing.test_agent.run import Run
from easel_testing.test_agent.steps.table import StepTable

CHILD_SECONDS = 120
TELL_PID_AND_SLEEP = f'echo $$; exec >&"$1" 2>/dev/null; exec sleep {CHILD_SECONDS}'
DAEMONIZE = 'setsid sh -c "$2" sh "$1" &'


def _spawn(run: Run, argument: str) -> None:
    how = set(argument.split())
    trap = "trap '' TERM HUP; " if "stubborn" in how else ""
    script = trap + TELL_PID_AND_SLEEP
    sink = os.dup(1) if "stdout" in how else os.open(os.devnull, os.O_WRONLY)
    try:
        shell = DAEMONIZE if "daemon" in how else script
        pid = _start(["sh", "-c", shell, "sh", str(sink), script], sink, "session" in how)
    finally:
        os.close(sink)
    run.core.journal.note("spawned", child=pid, how=sorted(how))


def _start(command: Sequence[str], sink: int, own_session: bool) -> int:
    """The pid that the sleeper tells once it is what it is to be; `sink` is its output."""
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=(sink,),
        start_new_session=own_session,
    )
    assert child.stdout is not None
    with child.stdout as pipe:
        return int(pipe.readline())


def _ignore_sigterm(run: Run, argument: str) -> None:
    run.core.ignore_sigterm = True


def _ignore_eof(run: Run, argument: str) -> None:
    run.core.ignore_eof = True


def _deaf(run: Run, argument: str) -> None:
    run.core.deaf = True


def _close_stdout(run: Run, argument: str) -> None:
    run.core.wire.close()


STEPS: StepTable = {
    "spawn": _spawn,
    "ignore-sigterm": _ignore_sigterm,
    "ignore-eof": _ignore_eof,
    "deaf": _deaf,
    "close-stdout": _close_stdout,
}
