"""A working directory, an editor with open documents, and both kinds of disk."""

from pathlib import Path

import pytest

from easel_acp.files.access import FileAccess
from easel_acp.files.disk import Disk
from easel_acp.files.disk_portable import PortableDisk
from easel_acp.files.disk_posix import PosixDisk
from easel_acp.files.roots import Roots
from easel_testing.open_documents import InMemoryDocuments


@pytest.fixture
def cwd(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file outside the roots, which nobody may read or change."""
    folder = tmp_path / "outside"
    folder.mkdir()
    file = folder / "secret.txt"
    file.write_text("secret")
    return file


@pytest.fixture
def editor() -> InMemoryDocuments:
    return InMemoryDocuments()


@pytest.fixture(params=[PosixDisk, PortableDisk])
def disk(request: pytest.FixtureRequest) -> Disk:
    disk: Disk = request.param()
    return disk


@pytest.fixture
def files(cwd: Path, editor: InMemoryDocuments, disk: Disk) -> FileAccess:
    return FileAccess(Roots.of(cwd), editor, disk=disk)
