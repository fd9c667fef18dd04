"""The prompt of `easel ask`: what was typed and what was piped in."""

import os
import stat
import sys
from typing import IO, Final

import click

from easel_server.cli.errors import CliError

MAX_PIPED_BYTES: Final = 8 * 1024 * 1024


def read_prompt(typed: str | None) -> str:
    """The prompt with what was piped in below it.

    Raises:
        CliError: too much was piped in.
        click.UsageError: there is no prompt at all.
    """
    piped = _read_piped(sys.stdin.buffer) if _is_piped(sys.stdin.fileno()) else ""
    prompt = "\n\n".join(part for part in (typed or "", piped) if part.strip())
    if not prompt:
        raise click.UsageError('Say what to ask, for example: easel ask "What is in here?"')
    return prompt


def _is_piped(descriptor: int) -> bool:
    """Whether there may be something to read: not a terminal, not /dev/null, not closed."""
    try:
        mode = os.fstat(descriptor).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode) or stat.S_ISSOCK(mode)


def _read_piped(stream: IO[bytes]) -> str:
    content = stream.read(MAX_PIPED_BYTES + 1)
    if len(content) > MAX_PIPED_BYTES:
        raise CliError(
            f"More than {MAX_PIPED_BYTES >> 20} MiB were piped in. "
            "Name the file in the prompt instead, so that the agent reads what it needs."
        )
    return content.decode(errors="replace")
