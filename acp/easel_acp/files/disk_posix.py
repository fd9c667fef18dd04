"""The disk through directory handles: no symbolic link is followed, so no race can lead out.

A place is spelled without links. Each of its parts is opened relative to the handle of the one
before, with O_NOFOLLOW: a link that somebody puts in the way after the place was located is seen
as such and refused with PathChangedError.
"""

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import BinaryIO

from easel_acp.files.disk import Render, require_regular, require_size
from easel_acp.files.errors import NotRegularFileError, PathChangedError, refusals_for
from easel_acp.files.roots import Place

_CLOSED = os.O_NOFOLLOW | os.O_CLOEXEC
_FOLDER = os.O_DIRECTORY | _CLOSED | getattr(os, "O_PATH", os.O_RDONLY)
_FILE = os.O_NONBLOCK | os.O_NOCTTY | _CLOSED
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _CLOSED


@dataclass(frozen=True)
class _Existing:
    """The file that a write replaces."""

    data: bytes
    status: os.stat_result


class PosixDisk:
    """Implements `Disk` for systems with openat and its family."""

    def read(self, place: Place, limit: int) -> bytes:
        """See `Disk.read`."""
        with (
            refusals_for(place.path),
            _parent_of(place, create=False) as folder,
            _opened(place, folder, os.O_RDONLY) as file,
        ):
            return require_size(place, file.read(limit + 1), limit)

    def write(self, place: Place, render: Render, limit: int) -> None:
        """See `Disk.write`."""
        with refusals_for(place.path), _parent_of(place, create=True) as folder:
            existing = _existing(place, folder, limit)
            data = render(existing.data if existing else None)
            temporary = f".easel-{secrets.token_hex(8)}.tmp"
            try:
                _fill(folder, temporary, data, existing)
                os.rename(temporary, place.parts[-1], src_dir_fd=folder, dst_dir_fd=folder)
            except BaseException:
                with suppress(OSError):
                    os.unlink(temporary, dir_fd=folder)
                raise


@contextmanager
def _parent_of(place: Place, *, create: bool) -> Iterator[int]:
    """A handle of the directory that holds the place; with *create* it is made if need be."""
    if not place.parts:
        raise NotRegularFileError(str(place.path), "directory")
    folder = os.open(place.root, _FOLDER)
    try:
        for name in place.parts[:-1]:
            child = _child_folder(folder, name, create=create)
            os.close(folder)
            folder = child
        yield folder
    finally:
        os.close(folder)


def _child_folder(folder: int, name: str, *, create: bool) -> int:
    try:
        return os.open(name, _FOLDER, dir_fd=folder)
    except NotADirectoryError:
        if stat.S_ISLNK(_status(folder, name).st_mode):
            raise PathChangedError from None
        raise
    except FileNotFoundError:
        if not create:
            raise
    with suppress(FileExistsError):
        os.mkdir(name, dir_fd=folder)
    return _child_folder(folder, name, create=False)


@contextmanager
def _opened(place: Place, folder: int, access: int) -> Iterator[BinaryIO]:
    """The regular file of the place. Looked at before it is opened, and again afterwards."""
    name = place.parts[-1]
    mode = _status(folder, name).st_mode
    if stat.S_ISLNK(mode):
        raise PathChangedError
    require_regular(place, mode)
    with os.fdopen(os.open(name, access | _FILE, dir_fd=folder), "rb") as file:
        require_regular(place, os.fstat(file.fileno()).st_mode)
        yield file


def _existing(place: Place, folder: int, limit: int) -> _Existing | None:
    """The file that is to be replaced. Opened for writing, so that its mode protects it."""
    try:
        with _opened(place, folder, os.O_RDWR) as file:
            data = require_size(place, file.read(limit + 1), limit)
            return _Existing(data, os.fstat(file.fileno()))
    except FileNotFoundError:
        return None


def _fill(folder: int, name: str, data: bytes, existing: _Existing | None) -> None:
    """Create the file *name* with *data*, its mode and owner those of *existing*.

    A replacement is private until it has the mode of the original; a new file gets what the
    umask leaves.
    """
    mode = 0o600 if existing else 0o666
    with os.fdopen(os.open(name, _NEW_FILE, mode, dir_fd=folder), "wb") as file:
        file.write(data)
        file.flush()
        if existing:
            _inherit(file.fileno(), existing.status)


def _inherit(file: int, status: os.stat_result) -> None:
    try:
        os.fchown(file, status.st_uid, status.st_gid)
    except OSError as error:
        if error.errno != errno.EPERM:
            raise
    os.fchmod(file, stat.S_IMODE(status.st_mode))


def _status(folder: int, name: str) -> os.stat_result:
    return os.stat(name, dir_fd=folder, follow_symlinks=False)
