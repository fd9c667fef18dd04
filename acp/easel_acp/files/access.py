"""Reading and writing text files for an agent."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import anyio
from anyio import to_thread

from easel_acp.files import text
from easel_acp.files.default_disk import default_disk
from easel_acp.files.disk import Disk
from easel_acp.files.documents import OpenDocuments
from easel_acp.files.errors import (
    EditorRefusedError,
    FileSystemError,
    FileTooLargeError,
    NotUtf8Error,
)
from easel_acp.files.roots import Roots

Result = TypeVar("Result")


@dataclass(frozen=True)
class FileLimits:
    """How much is read or written at once (bytes), and how long that may take (seconds)."""

    size: int = 16 * 1024 * 1024
    editor_timeout: float = 30.0
    disk_timeout: float = 30.0


class FileAccess:
    """The text files under *roots*, as the user sees them: an open document before the disk.

    Every method takes an absolute path, follows its links, and refuses with a `FileError` what is
    not under the roots, no regular file, too large or not UTF-8. Nothing blocks the event loop.
    """

    def __init__(
        self,
        roots: Roots,
        documents: OpenDocuments,
        *,
        limits: FileLimits | None = None,
        disk: Disk | None = None,
    ) -> None:
        self._roots = roots
        self._documents = documents
        self._limits = limits or FileLimits()
        self._disk = disk or default_disk()

    async def read_text_file(
        self, path: str, line: int | None = None, limit: int | None = None
    ) -> str:
        """At most *limit* lines from the 1-based *line* on; see `text.lines_of`.

        Raises:
            FileMissingError: neither an open document nor a file.
            FileError: it may not or cannot be read.
        """
        place = await self._on_disk(path, self._roots.locate)
        content = self._documents.text_of(place.path)
        if content is None:
            content = await self._on_disk(path, self._read)
        return text.lines_of(content, line, limit)

    async def write_text_file(self, path: str, content: str) -> None:
        """Make *content* the text of the file, which is created if need be.

        An open document is edited in the editor, and saved by the user; anything else is replaced
        on disk. Keeps the file's line ends and byte order mark (see `text`).

        Raises:
            EditorRefusedError: the editor did not apply the edit, or not in time.
            FileError: it may not or cannot be written.
        """
        with _utf8(path):
            size = len(content.encode())
        if size > self._limits.size:
            raise FileTooLargeError(path, self._limits.size)
        place = await self._on_disk(path, self._roots.locate)
        open_text = self._documents.text_of(place.path)
        if open_text is None:
            await self._on_disk(path, partial(self._write, content=content))
        else:
            await self._edit(place.path, text.in_style_of(open_text, content))

    async def _on_disk(self, path: str, work: Callable[[str], Result]) -> Result:
        """Do *work* on *path* in a thread, and leave the thread to itself if it takes too long."""
        with anyio.move_on_after(self._limits.disk_timeout):
            return await to_thread.run_sync(work, path, abandon_on_cancel=True)
        raise FileSystemError(path, OSError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT)))

    async def _edit(self, path: Path, content: str) -> None:
        seconds = self._limits.editor_timeout
        with anyio.move_on_after(seconds) as scope:
            await self._documents.replace_text(path, content)
        if scope.cancelled_caught:
            raise EditorRefusedError(path, f"no answer within {seconds:g} s")

    def _read(self, path: str) -> str:
        data = self._roots.at(path, lambda place: self._disk.read(place, self._limits.size))
        with _utf8(path):
            return text.decode(data)

    def _write(self, path: str, content: str) -> None:
        def render(old: bytes | None) -> bytes:
            return text.encode_like(old, content)

        with _utf8(path):
            self._roots.at(path, lambda place: self._disk.write(place, render, self._limits.size))


@contextmanager
def _utf8(path: str) -> Iterator[None]:
    try:
        yield
    except UnicodeError:
        raise NotUtf8Error(path) from None
