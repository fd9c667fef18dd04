"""Where programs are: PATH, and the usual places that the PATH of a desktop session lacks."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from easel_acp.catalogue.host import Host
from easel_acp.catalogue.known import INSTALL_HINTS


@dataclass(frozen=True, slots=True)
class Found:
    """`path` is absolute. `off_path`: no folder of PATH has it."""

    path: str
    off_path: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a program cannot be started, and what to do about it."""

    reason: str


Locate = Callable[[str], Found | Missing]
"""Looks one program up; it never starts it."""


@dataclass(frozen=True, slots=True)
class SearchPath:
    """The folders to look in: `on_path` in the order of PATH, then `usual`."""

    on_path: str
    usual: tuple[Path, ...]

    @property
    def joined(self) -> str:
        """A PATH with all of them: a program found off PATH needs its neighbours, too.

        An agent from npm is a script that looks for `node` on PATH.
        """
        return os.pathsep.join(part for part in (self.on_path, *map(str, self.usual)) if part)

    def locate(self, program: str) -> Found | Missing:
        if not program.strip():
            return Missing("The command is empty.")
        if os.path.isabs(program):
            return _at(Path(program))
        if os.path.basename(program) != program:
            return Missing(f"'{program}' is a relative path. Give a full path or a bare name.")
        if path := shutil.which(program, path=self.on_path):
            return Found(os.path.abspath(path))
        for folder in self.usual:
            if path := shutil.which(program, path=str(folder)):
                return Found(path, off_path=True)
        hint = INSTALL_HINTS.get(program, "Install it, or give its full path as the command.")
        return Missing(f"'{program}' is not on PATH. {hint}")


def search_path(host: Host) -> SearchPath:
    """The folders of this host that exist. Reads the disk."""
    on_path = host.environ.get("PATH", "")
    listed = set(on_path.split(os.pathsep))
    usual = tuple(
        folder for folder in _usual_folders(host) if str(folder) not in listed and folder.is_dir()
    )
    return SearchPath(on_path, usual)


def _at(path: Path) -> Found | Missing:
    if not path.exists():
        return Missing(f"'{path}' does not exist.")
    if path.is_dir():
        return Missing(f"'{path}' is a folder, not a program.")
    if not os.access(path, os.X_OK):
        return Missing(f"'{path}' is not executable. Mend it with: chmod +x '{path}'")
    return Found(str(path))


def _usual_folders(host: Host) -> tuple[Path, ...]:
    return (
        host.home / ".local/bin",
        Path("/usr/local/bin"),
        Path("/opt/homebrew/bin"),
        host.home / ".npm-global/bin",
        host.home / ".bun/bin",
        host.home / ".cargo/bin",
        *_nvm_folders(host),
    )


def _nvm_folders(host: Host) -> tuple[Path, ...]:
    """What nvm has selected, else its newest Node: a shell would have chosen, a desktop has not."""
    if selected := host.environ.get("NVM_BIN"):
        return (Path(selected),)
    nvm = host.folder("NVM_DIR", host.home / ".nvm")
    versions = sorted(nvm.glob("versions/node/v*/bin"), key=_version, reverse=True)
    return (nvm / "current/bin", *versions[:1])


def _version(bin_folder: Path) -> tuple[int, ...]:
    digits = bin_folder.parent.name.removeprefix("v").split(".")
    return tuple(int(part) for part in digits if part.isdecimal())
