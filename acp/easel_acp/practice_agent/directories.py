"""Checks on the directories that a client names."""

import os
from collections.abc import Sequence
from pathlib import Path

from easel_acp.practice_agent.routes import BadParamError


def check_directories(cwd: str, additional: Sequence[str] | None) -> None:
    """Check the directories of a session.

    Raises:
        BadParamError: one of them is relative or does not exist.
    """
    _check_directory("cwd", cwd)
    for index, directory in enumerate(additional or ()):
        _check_directory(f"additionalDirectories.{index}", directory)


def same_directory(one: str, other: str) -> bool:
    """Say whether two paths lead to the same directory."""
    return os.path.realpath(one) == os.path.realpath(other)


def _check_directory(path: str, directory: str) -> None:
    if not os.path.isabs(directory):
        raise BadParamError(path, f"{directory!r} is not an absolute path")
    if not Path(directory).is_dir():
        raise BadParamError(path, f"{directory!r} is not a directory")
