"""The disk by paths alone, for systems without directory handles (Windows).

Between a check and its use stands a window that cannot be closed by these means. It is made
small: the place is compared with where its path leads right after the file is open, and right
before the new file takes its name. There, making a symbolic link takes a privilege.
"""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from easel_acp.files.disk import Render, require_regular, require_size
from easel_acp.files.errors import NotRegularFileError, PathChangedError, refusals_for
from easel_acp.files.roots import Place, canonical_path


class PortableDisk:
    """Implements `Disk` with nothing but paths."""

    def read(self, place: Place, limit: int) -> bytes:
        """See `Disk.read`."""
        with refusals_for(place.path), _opened(place, "rb") as file:
            return require_size(place, file.read(limit + 1), limit)

    def write(self, place: Place, render: Render, limit: int) -> None:
        """See `Disk.write`."""
        with refusals_for(place.path):
            if not place.parts:
                raise NotRegularFileError(str(place.path), "directory")
            place.path.parent.mkdir(parents=True, exist_ok=True)
            existing = _existing(place, limit)
            _replace(place.path, render(existing))


@contextmanager
def _opened(place: Place, mode: str) -> Iterator[BinaryIO]:
    require_regular(place, place.path.lstat().st_mode)
    descriptor = os.open(place.path, os.O_RDWR if "+" in mode else os.O_RDONLY)
    with os.fdopen(descriptor, "rb") as file:
        _require_unmoved(place.path)
        if not os.path.samestat(os.fstat(file.fileno()), place.path.lstat()):
            raise PathChangedError
        yield file


def _existing(place: Place, limit: int) -> bytes | None:
    try:
        with _opened(place, "rb+") as file:
            return require_size(place, file.read(limit + 1), limit)
    except FileNotFoundError:
        return None


def _replace(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".easel-{secrets.token_hex(8)}.tmp")
    try:
        temporary.write_bytes(data)
        if path.exists():
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        _require_unmoved(path)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _require_unmoved(path: Path) -> None:
    if canonical_path(path) != path:
        raise PathChangedError
