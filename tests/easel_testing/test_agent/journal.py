"""The proof of what reached the agent, how often, in which order and when.

One JSON object a line: `at` (seconds on the monotonic clock), `pid`, and either `received` (the
message as it came) or `note` (`started`, `eof`, `signal`, `spawned`, `overlap`, `stale-cancel`,
`garbage`, `noted`, `failed`, ...) with details beside it. Several processes may share one file.
"""

import os
import time

from easel_testing.test_agent.wire import encode


class JournalWriter:
    """Appends to the journal; without a path it records nothing."""

    def __init__(self, path: str | None) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        self._file = None if path is None else os.open(path, flags, 0o600)

    def received(self, message: object) -> None:
        self._append(received=message)

    def note(self, note: str, **details: object) -> None:
        self._append(note=note, **details)

    def _append(self, **record: object) -> None:
        if self._file is not None:
            os.write(self._file, encode({"at": time.monotonic(), "pid": os.getpid(), **record}))
