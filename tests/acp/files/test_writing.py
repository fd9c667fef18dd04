"""fs/write_text_file: what an agent may change, and how."""

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import anyio
import pytest

from easel_acp.files.access import FileAccess, FileLimits
from easel_acp.files.disk import Disk
from easel_acp.files.errors import (
    EditorRefusedError,
    FileSystemError,
    FileTooLargeError,
    NotRegularFileError,
    NotUtf8Error,
)
from easel_acp.files.roots import Roots
from easel_testing.open_documents import InMemoryDocuments


async def test_an_agent_creates_a_file_and_its_directories(files: FileAccess, cwd: Path) -> None:
    await files.write_text_file(str(cwd / "a" / "b" / "c.txt"), "grün\n")
    assert (cwd / "a" / "b" / "c.txt").read_text() == "grün\n"


async def test_an_agent_replaces_a_file(files: FileAccess, cwd: Path) -> None:
    (cwd / "a.txt").write_text("old and longer")
    await files.write_text_file(str(cwd / "a.txt"), "new")
    assert (cwd / "a.txt").read_text() == "new"
    assert os.listdir(cwd) == ["a.txt"]


async def test_an_open_document_is_edited_in_the_editor_and_not_on_disk(
    files: FileAccess, editor: InMemoryDocuments, cwd: Path
) -> None:
    (cwd / "a.txt").write_text("on disk")
    editor.documents[cwd / "a.txt"] = "unsaved\r\n"
    await files.write_text_file(str(cwd / "a.txt"), "\ufeffnew\n")
    assert editor.documents[cwd / "a.txt"] == "new\r\n"
    assert (cwd / "a.txt").read_text() == "on disk"


async def test_an_editor_that_refuses_is_an_error_and_the_disk_stays(
    files: FileAccess, editor: InMemoryDocuments, cwd: Path
) -> None:
    (cwd / "a.txt").write_text("on disk")
    editor.documents[cwd / "a.txt"] = "unsaved"
    editor.read_only = True
    with pytest.raises(EditorRefusedError) as refused:
        await files.write_text_file(str(cwd / "a.txt"), "new")
    assert refused.value.acp_error().data["kind"] == "editorRefused"
    assert (cwd / "a.txt").read_text() == "on disk"


async def test_an_editor_that_never_answers_is_an_error(cwd: Path, disk: Disk) -> None:
    class Silent(InMemoryDocuments):
        async def replace_text(self, path: Path, new_text: str) -> None:
            await anyio.sleep_forever()

    silent = Silent({cwd / "a.txt": "unsaved"})
    files = FileAccess(Roots.of(cwd), silent, limits=FileLimits(editor_timeout=0.01), disk=disk)
    with pytest.raises(EditorRefusedError, match="no answer"):
        await files.write_text_file(str(cwd / "a.txt"), "new")


async def test_a_link_stays_and_its_target_is_written(files: FileAccess, cwd: Path) -> None:
    (cwd / "real.txt").write_text("old")
    (cwd / "link").symlink_to("real.txt")
    await files.write_text_file(str(cwd / "link"), "new")
    assert (cwd / "link").is_symlink()
    assert (cwd / "real.txt").read_text() == "new"


async def test_a_link_into_the_void_creates_its_target(files: FileAccess, cwd: Path) -> None:
    (cwd / "link").symlink_to("folder/real.txt")
    await files.write_text_file(str(cwd / "link"), "new")
    assert (cwd / "folder" / "real.txt").read_text() == "new"


@pytest.mark.parametrize("mode", [0o640, 0o755, 0o600])
async def test_the_mode_stays(files: FileAccess, cwd: Path, mode: int) -> None:
    (cwd / "a.sh").write_text("old")
    (cwd / "a.sh").chmod(mode)
    await files.write_text_file(str(cwd / "a.sh"), "new")
    assert stat.S_IMODE((cwd / "a.sh").stat().st_mode) == mode


async def test_a_new_file_gets_the_mode_of_any_new_file(files: FileAccess, cwd: Path) -> None:
    (cwd / "ours").touch()
    await files.write_text_file(str(cwd / "theirs"), "new")
    assert (cwd / "theirs").stat().st_mode == (cwd / "ours").stat().st_mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
async def test_the_owner_stays(cwd: Path, editor: InMemoryDocuments) -> None:
    (cwd / "a.txt").write_text("old")
    os.chown(cwd / "a.txt", 1234, 2345)
    await FileAccess(Roots.of(cwd), editor).write_text_file(str(cwd / "a.txt"), "new")
    status = (cwd / "a.txt").stat()
    assert (status.st_uid, status.st_gid) == (1234, 2345)


@pytest.fixture
def cwd_of_a_plain_user() -> Iterator[Path]:
    """A directory of a user whom file modes bind. Root becomes `nobody` for the test."""
    nobody = 65534
    with TemporaryDirectory() as folder:
        if os.geteuid() == 0:
            os.chown(folder, nobody, nobody)
            os.seteuid(nobody)
        try:
            yield Path(folder)
        finally:
            os.seteuid(os.getuid())


async def test_a_file_that_is_protected_by_its_mode_is_not_replaced(
    cwd_of_a_plain_user: Path, editor: InMemoryDocuments, disk: Disk
) -> None:
    file = cwd_of_a_plain_user / "protected.txt"
    file.write_text("old")
    file.chmod(0o444)
    files = FileAccess(Roots.of(cwd_of_a_plain_user), editor, disk=disk)
    with pytest.raises(FileSystemError) as refused:
        await files.write_text_file(str(file), "new")
    assert refused.value.acp_error().data["reason"] == "EACCES"
    assert file.read_text() == "old"


async def test_a_failed_write_leaves_nothing_behind(
    cwd_of_a_plain_user: Path, editor: InMemoryDocuments, disk: Disk
) -> None:
    (cwd_of_a_plain_user / "sub").mkdir(mode=0o555)
    files = FileAccess(Roots.of(cwd_of_a_plain_user), editor, disk=disk)
    with pytest.raises(FileSystemError):
        await files.write_text_file(str(cwd_of_a_plain_user / "sub" / "a.txt"), "new")
    assert os.listdir(cwd_of_a_plain_user / "sub") == []


async def test_what_is_not_utf_8_is_not_overwritten(files: FileAccess, cwd: Path) -> None:
    (cwd / "binary").write_bytes(b"caf\xe9")
    with pytest.raises(NotUtf8Error):
        await files.write_text_file(str(cwd / "binary"), "cafe")
    assert (cwd / "binary").read_bytes() == b"caf\xe9"
    assert os.listdir(cwd) == ["binary"]


async def test_half_a_surrogate_pair_is_refused(files: FileAccess, cwd: Path) -> None:
    with pytest.raises(NotUtf8Error):
        await files.write_text_file(str(cwd / "a.txt"), "\ud83d")
    assert os.listdir(cwd) == []


async def test_a_text_beyond_the_limit_is_refused(
    cwd: Path, editor: InMemoryDocuments, disk: Disk
) -> None:
    files = FileAccess(Roots.of(cwd), editor, limits=FileLimits(size=10), disk=disk)
    await files.write_text_file(str(cwd / "a.txt"), "é" * 5)
    with pytest.raises(FileTooLargeError):
        await files.write_text_file(str(cwd / "a.txt"), "é" * 6)
    assert (cwd / "a.txt").read_text() == "é" * 5


async def test_a_file_beyond_the_limit_is_not_overwritten(
    cwd: Path, editor: InMemoryDocuments, disk: Disk
) -> None:
    files = FileAccess(Roots.of(cwd), editor, limits=FileLimits(size=10), disk=disk)
    (cwd / "big").write_text("x" * 11)
    with pytest.raises(FileTooLargeError):
        await files.write_text_file(str(cwd / "big"), "small")
    assert (cwd / "big").stat().st_size == 11


async def test_directories_and_pipes_are_not_replaced(files: FileAccess, cwd: Path) -> None:
    (cwd / "sub").mkdir()
    os.mkfifo(cwd / "pipe")
    for path in (cwd, cwd / "sub", cwd / "pipe"):
        with pytest.raises(NotRegularFileError):
            await files.write_text_file(str(path), "new")
    assert sorted(os.listdir(cwd)) == ["pipe", "sub"]


async def test_a_reader_sees_the_old_file_or_the_new_one(files: FileAccess, cwd: Path) -> None:
    file = cwd / "a.txt"
    texts = ["a" * 100_000, "b" * 100_000]
    file.write_text(texts[0])
    torn: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen = file.read_text()
            if seen not in texts:
                torn.append(len(seen))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for turn in range(100):
            await files.write_text_file(str(file), texts[turn % 2])
    finally:
        done.set()
        reader.join()
    assert torn == []
