"""The directories that an agent was given, and what lies under them."""

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar

from easel_acp.files.errors import (
    InvalidPathError,
    OutsideRootsError,
    PathChangedError,
    UnstablePathError,
)

_ATTEMPTS = 8
"""How often a path is followed anew when it changes under us. An honest change happens once."""

_LONGEST = 32_767
"""Characters of the longest path that any system takes. Following more could take for ever."""

Result = TypeVar("Result")


@dataclass(frozen=True)
class Place:
    """A place under a root, spelled without symbolic links: `root` joined with `parts`."""

    root: Path
    parts: tuple[str, ...]

    @property
    def path(self) -> Path:
        """The canonical path."""
        return self.root.joinpath(*self.parts)


@dataclass(frozen=True)
class Roots:
    """The canonical directories under which an agent may read and write.

    Build it with `Roots.of`. The way to a root is trusted (the user gave it); everything below it
    is not, for the agent can write there.
    """

    directories: tuple[Path, ...]

    @classmethod
    def of(cls, cwd: Path, additional: Iterable[Path] = ()) -> Self:
        """The roots of a conversation: its working directory first, then the additional ones."""
        return cls(tuple(dict.fromkeys(canonical_path(path) for path in (cwd, *additional))))

    @property
    def cwd(self) -> Path:
        """The working directory, canonical."""
        return self.directories[0]

    def locate(self, path: str) -> Place:
        """Where *path* leads to, with every symbolic link and `..` followed.

        Nothing needs to exist there. The answer holds for the moment: to use the place, use `at`.

        Raises:
            InvalidPathError: *path* is not absolute, or not a path.
            OutsideRootsError: it leads out of the roots.
            UnstablePathError: it kept changing while it was followed.
        """
        return self.at(path, lambda place: place)

    def at(self, path: str, action: Callable[[Place], Result]) -> Result:
        """Follow *path* and do *action* there, which must not follow links again (see `disk`).

        If *action* finds with PathChangedError that the path changed, it is followed anew.

        Raises: as `locate`, and what *action* raises.
        """
        for _ in range(_ATTEMPTS):
            try:
                return action(self._follow(path))
            except PathChangedError:
                continue
        raise UnstablePathError(path)

    def _follow(self, path: str) -> Place:
        canonical = _checked(path)
        for root in self.directories:
            if canonical.is_relative_to(root):
                return Place(root, canonical.relative_to(root).parts)
        raise OutsideRootsError(path)


def canonical_path(path: str | os.PathLike[str]) -> Path:
    """*path* without symbolic links and `..`: the one spelling by which we compare files.

    Raises:
        ValueError: *path* holds a NUL or what the file system cannot encode.
    """
    return Path(os.path.realpath(path))


def _checked(path: str) -> Path:
    if len(path) > _LONGEST:
        raise InvalidPathError(f"{path[:200]}…", "is too long")
    try:
        if not os.path.isabs(path):
            raise InvalidPathError(path, "is not absolute")
        return canonical_path(path)
    except ValueError:
        printable = path.encode(sys.getfilesystemencoding(), "replace").decode()
        raise InvalidPathError(printable, "cannot be a path") from None
    except OSError as error:
        raise PathChangedError from error
