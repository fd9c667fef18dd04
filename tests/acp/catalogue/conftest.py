"""A machine of its own for every test: a home, a PATH, and programs in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from easel_acp.catalogue import Host

AddProgram = Callable[[str], Path]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


@pytest.fixture
def host(home: Path, bin_folder: Path) -> Host:
    return Host(home, {"PATH": str(bin_folder), "HOME": str(home)}, "linux")


@pytest.fixture
def add_program(bin_folder: Path, tmp_path: Path) -> Iterator[AddProgram]:
    """Put a program into the folder on PATH. It leaves a mark if anything starts it."""
    mark = tmp_path / "started"

    def add(name: str) -> Path:
        program = bin_folder / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/bin/sh\ntouch {mark}\n")
        program.chmod(0o755)
        return program

    yield add
    assert not mark.exists(), "an agent was started"
