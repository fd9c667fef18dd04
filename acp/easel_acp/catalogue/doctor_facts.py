"""Gathering what `easel doctor` looks at: the machine, read once, nothing started."""

import ctypes
import os
import re
import stat
import sys
from importlib import metadata
from pathlib import Path

from easel_acp.catalogue.definition import Catalogue
from easel_acp.catalogue.doctor import (
    ConfigFileFacts,
    DoctorFacts,
    StateDirFacts,
    SupervisionFacts,
)
from easel_acp.catalogue.host import Host
from easel_acp.catalogue.locate import search_path

_PR_GET_CHILD_SUBREAPER = 37


def gather_facts(
    *,
    catalogue: Catalogue,
    config_file: ConfigFileFacts,
    state_dir: Path,
    distribution: str,
    host: Host | None = None,
) -> DoctorFacts:
    """Everything that `doctor.run_checks` needs. `distribution` is the name that pip knows."""
    host = host or Host.current()
    folders = search_path(host)
    return DoctorFacts(
        python=sys.version_info[:3],
        packages=required_packages(distribution),
        state_dir=state_dir_facts(state_dir),
        config_file=config_file,
        catalogue=catalogue,
        node=folders.locate("node"),
        npx=folders.locate("npx"),
        supervision=supervision_facts(host.platform),
    )


def required_packages(distribution: str) -> dict[str, str | None]:
    """The installed version of every package that `distribution` needs, extras left out."""
    try:
        requirements = metadata.requires(distribution) or []
    except metadata.PackageNotFoundError:
        return {distribution: None}
    names = [line for line in requirements if "extra ==" not in line]
    return {name: _version(name) for name in (re.split(r"[^\w.-]", line)[0] for line in names)}


def state_dir_facts(path: Path) -> StateDirFacts:
    """Look at the folder, or at the one above it that would have to hold it."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode) if os.name == "posix" else None
    except FileNotFoundError:
        ancestor = next(folder for folder in path.parents if folder.exists())
        writable = ancestor.is_dir() and os.access(ancestor, os.W_OK | os.X_OK)
        return StateDirFacts(str(path), writable, cause=f"{ancestor} cannot be written")
    except OSError as error:
        return StateDirFacts(str(path), writable=False, cause=error.strerror)
    if not path.is_dir():
        return StateDirFacts(str(path), writable=False, cause="it is not a folder")
    return StateDirFacts(str(path), os.access(path, os.W_OK | os.X_OK), mode)


def supervision_facts(platform: str) -> SupervisionFacts:
    return SupervisionFacts(platform, pidfd=_has_pidfd(), subreaper=_has_subreaper(platform))


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _has_pidfd() -> bool:
    """Old kernels and some sandboxes refuse the call although Python has it."""
    if sys.platform != "linux":
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return False
    return True


def _has_subreaper(platform: str) -> bool:
    if platform != "linux":
        return False
    is_subreaper = ctypes.c_int()
    answer: int = ctypes.CDLL(None).prctl(_PR_GET_CHILD_SUBREAPER, ctypes.byref(is_subreaper))
    return answer == 0
