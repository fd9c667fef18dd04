"""The disk under the roots: the interface, and what every implementation checks."""

import stat
from collections.abc import Callable
from typing import Protocol

from easel_acp.files.errors import FileTooLargeError, FileType, NotRegularFileError
from easel_acp.files.roots import Place

Render = Callable[[bytes | None], bytes]
"""The new bytes of a file, given the old ones, or None where there is no file yet."""


class Disk(Protocol):
    """Reading and writing regular files below a root. Blocks: call it in a thread.

    Both methods raise a FileError, or PathChangedError when a part of the place has become a
    symbolic link since it was located: nothing was followed, read or written then.
    """

    def read(self, place: Place, limit: int) -> bytes:
        """The bytes of the file, at most *limit*."""
        ...

    def write(self, place: Place, render: Render, limit: int) -> None:
        """Replace the file by what *render* makes of its bytes (at most *limit*), atomically.

        Whoever reads meanwhile sees the old file or the new one. The mode stays, the owner where
        the system allows it; other hard links keep the old text. Missing directories and a
        missing file are created. A file that its mode does not let us write is not replaced.
        """
        ...


def require_regular(place: Place, mode: int) -> None:
    """Refuse what is no regular file by its `st_mode`: opening a pipe or a device can block."""
    if not stat.S_ISREG(mode):
        raise NotRegularFileError(str(place.path), _file_type(mode))


def require_size(place: Place, data: bytes, limit: int) -> bytes:
    """*data*, if it has at most *limit* bytes."""
    if len(data) > limit:
        raise FileTooLargeError(str(place.path), limit)
    return data


def _file_type(mode: int) -> FileType:
    names: dict[int, FileType] = {
        stat.S_IFDIR: "directory",
        stat.S_IFIFO: "pipe",
        stat.S_IFSOCK: "socket",
        stat.S_IFCHR: "device",
        stat.S_IFBLK: "device",
        stat.S_IFLNK: "symlink",
    }
    return names.get(stat.S_IFMT(mode), "other")
