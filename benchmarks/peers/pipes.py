"""A process, its standard input and its standard output."""

import os
import select
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import IO, Self

READ_BYTES = 256 * 1024
ANSWER_SECONDS = 120.0
EXIT_SECONDS = 10.0


class Pipes(AbstractContextManager["Pipes"]):
    """Starts a program; at the end its input is closed and it has ended."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], log: IO[bytes]) -> None:
        """`log`: where its standard error goes."""
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=env,
            bufsize=0,
            start_new_session=True,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._input = self.process.stdin
        self._output = self.process.stdout.fileno()

    @property
    def pid(self) -> int:
        """The process."""
        return self.process.pid

    def write(self, data: bytes) -> None:
        """All of it."""
        view = memoryview(data)
        while view:
            view = view[os.write(self._input.fileno(), view) :]

    def read(self) -> bytes:
        """What is there, or will be.

        Raises:
            EOFError: the process has ended.
            TimeoutError: it says nothing.
        """
        if not self.is_readable(ANSWER_SECONDS):
            raise TimeoutError(f"{self.process.args!r} says nothing")
        data = os.read(self._output, READ_BYTES)
        if not data:
            raise EOFError(f"{self.process.args!r} has ended")
        return data

    def is_readable(self, timeout: float) -> bool:
        """Whether something is there to be read, within `timeout` seconds."""
        return bool(select.select([self._output], [], [], timeout)[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._input.close()
        try:
            self.process.wait(EXIT_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
