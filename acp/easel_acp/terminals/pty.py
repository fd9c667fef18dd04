"""The pseudo-terminal that a command writes to (POSIX).

The command sees a terminal on its standard output and error, so it shows what it would show a
person. Its input is empty and the terminal does not control its session: ACP has no way to type,
so what asks for a password or a key must fail at once instead of waiting for ever.
"""

import errno
import os
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO

import anyio
from anyio.lowlevel import checkpoint

WINDOW_SIZE = (40, 120)
"""Rows and columns: ACP does not tell any."""

_CHUNK = 64 * 1024


class PtyReader:
    """Our end of the terminal."""

    def __init__(self, master: int) -> None:
        os.set_blocking(master, False)
        self._master = master

    async def read(self) -> bytes:
        """What was written; `b""` once every process that had the terminal is gone.

        Yields to the event loop every time, so that a flood of output starves nobody.
        """
        await checkpoint()
        while True:
            try:
                return os.read(self._master, _CHUNK)
            except BlockingIOError:
                await anyio.wait_readable(self._master)
            except OSError as error:
                if error.errno == errno.EIO:
                    return b""
                raise


@contextmanager
def open_pty() -> Iterator[tuple[PtyReader, FileIO]]:
    """A new terminal: our end, and the command's, which the caller closes when it has started."""
    master, slave = os.openpty()
    try:
        with FileIO(slave, "r+") as command_end:
            _set_up(slave)
            yield PtyReader(master), command_end
    finally:
        os.close(master)


def _set_up(terminal: int) -> None:
    """Line ends stay as the command writes them: `\\r\\n` would only cost the agent tokens."""
    attributes = termios.tcgetattr(terminal)
    attributes[1] &= ~termios.OPOST
    termios.tcsetattr(terminal, termios.TCSANOW, attributes)
    termios.tcsetwinsize(terminal, WINDOW_SIZE)
