"""The rim of every command: whatever goes wrong becomes one sentence and an exit code."""

import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from easel_server.cli.errors import CliError, ExitCode, Interrupted, ReaderLeft
from easel_server.cli.streams import open_closed_streams

_UNWRITABLE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})


def guarded(command: Callable[[], int]) -> int:
    """Run a command; return its exit code, or the one for what it failed with."""
    try:
        open_closed_streams()
        code = command()
        sys.stdout.flush()
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001  (the rim: a person reads what comes out)
        return _report(_root(error))
    return code


def _report(error: Exception) -> int:
    if isinstance(error, Interrupted):
        return ExitCode.INTERRUPTED
    if isinstance(error, BrokenPipeError | ReaderLeft):
        _silence_stdout()
        return ExitCode.BROKEN_PIPE
    if isinstance(error, CliError):
        complain(str(error))
        return error.exit_code
    if isinstance(error, OSError) and error.errno in _UNWRITABLE and error.filename is None:
        _silence_stdout()
        complain(f"The output cannot be written: {error.strerror}.")
        return ExitCode.ERROR
    details = _write_down(error)
    complain(f"Something went wrong inside Easel ({type(error).__name__}). Details: {details}")
    return ExitCode.INTERNAL


def complain(sentence: str) -> None:
    """Say to the person what is wrong, if anybody can still read it."""
    with suppress(OSError):
        print(f"easel: {sentence}", file=sys.stderr)


def _root(error: Exception) -> Exception:
    """What failed, out of the groups that task groups wrap around it; ours first."""
    if not isinstance(error, ExceptionGroup):
        return error
    leaves = list(_leaves(error))
    ours = [leaf for leaf in leaves if isinstance(leaf, CliError | Interrupted | BrokenPipeError)]
    return (ours or leaves)[0]


def _leaves(group: ExceptionGroup[Exception]) -> Iterator[Exception]:
    for error in group.exceptions:
        if isinstance(error, ExceptionGroup):
            yield from _leaves(error)
        else:
            yield error


def _write_down(error: Exception) -> Path:
    """Keep the traceback in a file that only this user can read."""
    descriptor, name = tempfile.mkstemp(prefix="easel-", suffix=".log")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        traceback.print_exception(error, file=file)
    return Path(name)


def _silence_stdout() -> None:
    """The interpreter flushes stdout at its end and must not complain again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
