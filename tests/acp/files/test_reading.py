"""fs/read_text_file: what an agent gets to see."""

import os
import socket
import threading
from pathlib import Path

import pytest

from easel_acp.files.access import FileAccess, FileLimits
from easel_acp.files.disk import Disk
from easel_acp.files.disk_posix import PosixDisk
from easel_acp.files.errors import (
    FileMissingError,
    FileSystemError,
    FileTooLargeError,
    InvalidPathError,
    NotRegularFileError,
    NotUtf8Error,
    UnstablePathError,
)
from easel_acp.files.roots import Place, Roots
from easel_testing.open_documents import InMemoryDocuments


async def test_an_agent_reads_a_file(files: FileAccess, cwd: Path) -> None:
    (cwd / "a.txt").write_bytes("grün\r\nblau\n".encode())
    assert await files.read_text_file(str(cwd / "a.txt")) == "grün\r\nblau\n"


async def test_an_agent_reads_some_lines(files: FileAccess, cwd: Path) -> None:
    (cwd / "a.txt").write_text("1\n2\n3\n4\n")
    assert await files.read_text_file(str(cwd / "a.txt"), line=2, limit=2) == "2\n3\n"


async def test_an_agent_sees_the_unsaved_buffer(
    files: FileAccess, editor: InMemoryDocuments, cwd: Path
) -> None:
    (cwd / "a.txt").write_text("on disk")
    editor.documents[cwd / "a.txt"] = "unsaved\nmore\n"
    assert await files.read_text_file(str(cwd / "a.txt"), limit=1) == "unsaved\n"


async def test_an_agent_sees_a_buffer_that_was_never_saved(
    files: FileAccess, editor: InMemoryDocuments, cwd: Path
) -> None:
    editor.documents[cwd / "new.txt"] = "not on disk"
    assert await files.read_text_file(str(cwd / "new.txt")) == "not on disk"


async def test_a_link_leads_to_the_open_document(
    files: FileAccess, editor: InMemoryDocuments, cwd: Path
) -> None:
    (cwd / "a.txt").write_text("on disk")
    (cwd / "link").symlink_to("a.txt")
    editor.documents[cwd / "a.txt"] = "unsaved"
    assert await files.read_text_file(str(cwd / "link")) == "unsaved"


async def test_an_empty_file_is_empty(files: FileAccess, cwd: Path) -> None:
    (cwd / "empty").touch()
    assert await files.read_text_file(str(cwd / "empty")) == ""


async def test_a_missing_file_is_a_missing_resource_with_its_uri(
    files: FileAccess, cwd: Path
) -> None:
    missing = cwd / "with blank.txt"
    with pytest.raises(FileMissingError) as refused:
        await files.read_text_file(str(missing))
    error = refused.value.acp_error()
    assert error.code == -32002
    assert error.data == {"kind": "fileNotFound", "uri": missing.as_uri(), "path": str(missing)}
    assert "Resource not found" in error.message


async def test_a_file_below_a_missing_directory_is_missing(files: FileAccess, cwd: Path) -> None:
    with pytest.raises(FileMissingError):
        await files.read_text_file(str(cwd / "no" / "such.txt"))


async def test_nothing_lies_below_a_file(files: FileAccess, cwd: Path) -> None:
    (cwd / "a.txt").touch()
    with pytest.raises(FileSystemError) as refused:
        await files.read_text_file(str(cwd / "a.txt" / "b"))
    assert refused.value.acp_error().data["reason"] == "ENOTDIR"


@pytest.mark.parametrize("path", ["", "a.txt", "./a.txt", "~/a.txt", "file:///a.txt"])
async def test_a_path_must_be_absolute(files: FileAccess, path: str) -> None:
    with pytest.raises(InvalidPathError) as refused:
        await files.read_text_file(path)
    assert refused.value.acp_error().code == -32602


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "x" * 5000])
async def test_what_cannot_be_a_path_is_refused(files: FileAccess, cwd: Path, name: str) -> None:
    with pytest.raises((InvalidPathError, FileSystemError)):
        await files.read_text_file(f"{cwd}/{name}")


@pytest.mark.parametrize("data", [b"caf\xe9", "text".encode("utf-16"), b"\x89PNG\xff\xfe"])
async def test_what_is_not_utf_8_is_refused(files: FileAccess, cwd: Path, data: bytes) -> None:
    (cwd / "binary").write_bytes(data)
    with pytest.raises(NotUtf8Error) as refused:
        await files.read_text_file(str(cwd / "binary"))
    assert refused.value.acp_error().data["kind"] == "notUtf8"


async def test_a_file_beyond_the_limit_is_refused(
    cwd: Path, editor: InMemoryDocuments, disk: Disk
) -> None:
    files = FileAccess(Roots.of(cwd), editor, limits=FileLimits(size=10), disk=disk)
    (cwd / "a.txt").write_text("x" * 10)
    (cwd / "b.txt").write_text("x" * 11)
    assert await files.read_text_file(str(cwd / "a.txt")) == "x" * 10
    with pytest.raises(FileTooLargeError) as refused:
        await files.read_text_file(str(cwd / "b.txt"), limit=1)
    assert refused.value.acp_error().data["limit"] == 10


async def test_directories_are_refused(files: FileAccess, cwd: Path) -> None:
    (cwd / "sub").mkdir()
    for folder in (cwd, cwd / "sub"):
        with pytest.raises(NotRegularFileError, match="directory"):
            await files.read_text_file(str(folder))


async def test_a_pipe_is_refused_without_waiting_for_its_writer(
    files: FileAccess, cwd: Path
) -> None:
    os.mkfifo(cwd / "pipe")
    with pytest.raises(NotRegularFileError, match="pipe"):
        await files.read_text_file(str(cwd / "pipe"))


async def test_a_socket_is_refused(
    files: FileAccess, cwd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(cwd)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        with pytest.raises(NotRegularFileError, match="socket"):
            await files.read_text_file(str(cwd / "socket"))


async def test_a_device_is_refused(editor: InMemoryDocuments, disk: Disk) -> None:
    files = FileAccess(Roots.of(Path("/dev")), editor, disk=disk)
    with pytest.raises(NotRegularFileError, match="device"):
        await files.read_text_file("/dev/zero")


async def test_links_in_a_circle_are_refused(files: FileAccess, cwd: Path) -> None:
    (cwd / "a").symlink_to("b")
    (cwd / "b").symlink_to("a")
    with pytest.raises((UnstablePathError, NotRegularFileError)):
        await files.read_text_file(str(cwd / "a"))


async def test_a_path_without_end_is_refused_at_once(files: FileAccess, cwd: Path) -> None:
    with pytest.raises(InvalidPathError, match="too long"):
        await files.read_text_file(f"{cwd}" + "/a" * 5_000_000)


class HangingDisk(PosixDisk):
    """A file system that no longer answers."""

    def __init__(self) -> None:
        self.mended = threading.Event()

    def read(self, place: Place, limit: int) -> bytes:
        self.mended.wait()
        return super().read(place, limit)


async def test_a_file_system_that_hangs_is_an_error(cwd: Path, editor: InMemoryDocuments) -> None:
    disk = HangingDisk()
    files = FileAccess(Roots.of(cwd), editor, limits=FileLimits(disk_timeout=0.01), disk=disk)
    try:
        with pytest.raises(FileSystemError) as refused:
            await files.read_text_file(str(cwd / "a.txt"))
    finally:
        disk.mended.set()
    assert refused.value.acp_error().data["reason"] == "ETIMEDOUT"
