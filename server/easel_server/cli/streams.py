"""The standard streams of a command, some of which its shell may have closed."""

import os
import sys

from easel_server.cli.errors import CliError


def open_closed_streams() -> None:
    """Have something at every standard descriptor, so that no file of ours gets its number.

    Raises:
        CliError: stdout is closed, so nobody could read the result.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115  (until the process ends)
    stdout_is_closed = sys.stdout is None
    if stdout_is_closed:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (the same)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (the same)
    if stdout_is_closed:
        raise CliError("stdout is closed, so there is nowhere to write to.")
