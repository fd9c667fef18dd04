"""Steps about processes, signals and the ends of the pipes."""

import os
import subprocess

from easel_testing.test_agent.run import Run
from easel_testing.test_agent.steps.table import StepTable

CHILD_SECONDS = 120


def _spawn(run: Run, argument: str) -> None:
    how = set(argument.split())
    sleep = f"exec sleep {CHILD_SECONDS}"
    command = f"trap '' TERM HUP; {sleep}" if "stubborn" in how else sleep
    sink = os.dup(1) if "stdout" in how else os.open(os.devnull, os.O_WRONLY)
    try:
        if "daemon" in how:
            pid = _daemon(command, sink)
        else:
            pid = _child(command, sink, own_session="session" in how)
    finally:
        os.close(sink)
    run.core.journal.note("spawned", child=pid, how=sorted(how))


def _child(command: str, sink: int, *, own_session: bool) -> int:
    child = subprocess.Popen(
        ["sh", "-c", command],
        stdin=subprocess.DEVNULL,
        stdout=sink,
        stderr=subprocess.DEVNULL,
        start_new_session=own_session,
    )
    return child.pid


def _daemon(command: str, sink: int) -> int:
    """The child of a child that ends at once, in a session of its own."""
    script = 'setsid sh -c "$1" </dev/null >&"$2" 2>/dev/null & echo $!'
    parent = subprocess.run(
        ["sh", "-c", script, "sh", command, str(sink)],
        stdout=subprocess.PIPE,
        check=True,
        pass_fds=(sink,),
    )
    return int(parent.stdout)


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
