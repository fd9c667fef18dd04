"""Adds lines to the end of a log. Blocks."""

import os
from contextlib import suppress
from types import TracebackType
from typing import Self

from easel_conversation.disk.durable import PRIVATE_FILE, sync_file, sync_folder
from easel_conversation.disk.folder import ConversationFolder


class Appender:
    """Adds lines whole or not at all, and never to the end of a torn one.

    Everything can raise `OSError`. The file is closed then, and opened anew for the next attempt.
    """

    def __init__(self, folder: ConversationFolder) -> None:
        self._folder = folder
        self._descriptor: int | None = None
        self._new = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def append(self, lines: bytes) -> None:
        """Add lines, each with its end."""
        descriptor = self._open()
        try:
            _append(descriptor, lines)
        except OSError:
            self.close()
            raise

    def sync(self) -> None:
        """Return when all that was added is on the disk."""
        descriptor = self._open()
        try:
            sync_file(descriptor)
            if self._new:
                sync_folder(self._folder.path)
                self._new = False
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _open(self) -> int:
        if self._descriptor is None:
            self._folder.make()
            self._new = not self._folder.events.exists()
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
            self._descriptor = os.open(self._folder.events, flags, PRIVATE_FILE)
        return self._descriptor


def _append(descriptor: int, lines: bytes) -> None:
    size = os.lseek(descriptor, 0, os.SEEK_END)
    if size and not _ends_a_line(descriptor):
        lines = b"\n" + lines
    try:
        rest = memoryview(lines)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except OSError:
        # What was written of a line would be a torn one, and the rest of it is written again.
        with suppress(OSError):
            os.ftruncate(descriptor, size)
        raise


def _ends_a_line(descriptor: int) -> bool:
    os.lseek(descriptor, -1, os.SEEK_END)
    return os.read(descriptor, 1) == b"\n"
