"""The files of a lease in the directory of a conversation. Everything here blocks."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from easel_conversation.lease import file_lock
from easel_conversation.lease.errors import DirectoryGone, LeaseUnavailable
from easel_conversation.lease.files import (
    LEASE_FILE,
    LOCK_FILE,
    SIDE_FILE,
    LeaseFile,
    LeaseFiles,
    SideFile,
    encode,
    parse_lease,
    parse_side,
)

MOST_BYTES = 64 * 1024
"""No lease is nearly as long."""
DRAFT_SUFFIX = ".new"
"""Drafts have fixed names, so that what a crash left behind is overwritten by the next writer."""


class LeaseDirectory:
    """Reads at any time, since files are replaced and never changed. Writes under the lock."""

    def __init__(self, path: Path, lock_timeout: float) -> None:
        self.path = path
        self._lock_timeout = lock_timeout

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other writer of the conversation out: for milliseconds only.

        Raises:
            DirectoryGone: there is no such directory.
            LeaseUnavailable: another program keeps the lock, or the directory cannot be written.
        """
        with self._translated():
            descriptor = file_lock.acquire(self.path / LOCK_FILE, self._lock_timeout)
        try:
            yield
        finally:
            file_lock.release(descriptor)

    def read(self) -> LeaseFiles:
        """What there is.

        Raises:
            LeaseUnavailable: a file is there and cannot be read.
        """
        with self._translated():
            lease, side = _read(self.path / LEASE_FILE), _read(self.path / SIDE_FILE)
        return LeaseFiles(parse_lease(lease), parse_side(side))

    def write_lease(self, lease: LeaseFile) -> None:
        """Replace the lease, or leave it as it is.

        Raises:
            LeaseUnavailable: it cannot be written.
        """
        with self._translated():
            _draft(self.path / LEASE_FILE, encode(lease)).replace(self.path / LEASE_FILE)

    def write_side(self, side: SideFile) -> None:
        """Replace the side file, so that its generation survives a power cut.

        Raises:
            LeaseUnavailable: it cannot be written.
        """
        with self._translated():
            draft = _draft(self.path / SIDE_FILE, encode(side))
            _sync(draft)
            draft.replace(self.path / SIDE_FILE)

    def remove_lease(self) -> None:
        """Leave the conversation to nobody.

        Raises:
            LeaseUnavailable: the directory cannot be written.
        """
        with self._translated():
            (self.path / LEASE_FILE).unlink(missing_ok=True)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise DirectoryGone(self.path) from error
        except OSError as error:
            raise LeaseUnavailable(self.path, error.strerror or str(error)) from error


def _read(path: Path) -> bytes:
    """The content; empty when there is no such file. Waits for nobody, should it be a pipe."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return b""
    try:
        return os.read(descriptor, MOST_BYTES)
    finally:
        os.close(descriptor)


def _draft(path: Path, content: bytes) -> Path:
    draft = path.with_name(path.name + DRAFT_SUFFIX)
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    return draft


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
