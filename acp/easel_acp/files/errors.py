"""Why a file could not be read or written.

FileError
├── InvalidPathError        not an absolute path
├── OutsideRootsError       not under the working directory or an additional directory
├── FileMissingError        there is no such file
├── NotRegularFileError     a directory, a pipe, a device
├── FileTooLargeError       more than is read or written at once
├── NotUtf8Error            the bytes, or the new text, are not UTF-8
├── UnstablePathError       the path led elsewhere each time it was looked at
├── FileSystemError         the operating system refused
└── EditorRefusedError      the editor did not apply the edit to its open document
PathChangedError            internal: look again, the path has changed under us
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Literal

from easel_acp.client_requests.refusal import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    RESOURCE_NOT_FOUND,
    RefusalError,
)

FileType = Literal["directory", "pipe", "socket", "device", "symlink", "other"]


class FileError(RefusalError):
    """Base of what reading and writing files raises."""

    code: ClassVar[int] = INVALID_PARAMS


class InvalidPathError(FileError):
    """The path is relative, empty, or no path at all."""

    kind = "invalidPath"

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"The path {problem}: {path!r}", path=path)


class OutsideRootsError(FileError):
    """The path leads, in the end, to somewhere that the agent was not given."""

    kind = "outsideRoots"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"Outside the working directory and the additional directories: {path}", path=path
        )


class FileMissingError(FileError):
    """There is no such file. Agents look for this code, and for the words of this message."""

    code = RESOURCE_NOT_FOUND
    kind = "fileNotFound"

    def __init__(self, path: str) -> None:
        uri = Path(path).as_uri()
        super().__init__(f"Resource not found: {uri} (ENOENT: no such file)", uri=uri, path=path)


class NotRegularFileError(FileError):
    """The path names something that has no text: *file_type* says what."""

    kind = "notAFile"

    def __init__(self, path: str, file_type: FileType) -> None:
        super().__init__(f"Not a regular file but a {file_type}: {path}", path=path)


class FileTooLargeError(FileError):
    """The file, or the new text, has more than *limit* bytes."""

    kind = "tooLarge"

    def __init__(self, path: str, limit: int) -> None:
        super().__init__(f"Larger than {limit} bytes: {path}", path=path, limit=limit)


class NotUtf8Error(FileError):
    """Binary data or another encoding: what is there cannot be shown, and is not overwritten."""

    kind = "notUtf8"

    def __init__(self, path: str) -> None:
        super().__init__(f"Not UTF-8 text: {path}", path=path)


class UnstablePathError(FileError):
    """The path runs in a circle, or a part of it kept changing while it was followed."""

    code = INTERNAL_ERROR
    kind = "unstablePath"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"A symbolic link in the path runs in a circle or keeps changing: {path}", path=path
        )


class FileSystemError(FileError):
    """The operating system refused, for instance with EACCES or ENOSPC (*reason*)."""

    code = INTERNAL_ERROR
    kind = "fileSystem"

    def __init__(self, path: str, error: OSError) -> None:
        reason = errno.errorcode.get(error.errno or 0, "EIO")
        super().__init__(f"{error.strerror or reason}: {path}", path=path, reason=reason)


class EditorRefusedError(FileError):
    """The file is open in the editor, which did not apply the edit."""

    code = INTERNAL_ERROR
    kind = "editorRefused"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"The editor did not apply the edit to {path}: {reason}", path=str(path))


class PathChangedError(Exception):
    """A part of a path that had been resolved is a symbolic link now. Never reaches the agent."""


@contextmanager
def refusals_for(path: str | os.PathLike[str]) -> Iterator[None]:
    """Translate what the operating system says about *path*."""
    text = os.fspath(path)
    try:
        yield
    except FileNotFoundError:
        raise FileMissingError(text) from None
    except IsADirectoryError:
        raise NotRegularFileError(text, "directory") from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise PathChangedError from error
        raise FileSystemError(text, error) from error
