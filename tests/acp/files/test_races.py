"""A link that appears between the check and the use leads nowhere (real threads, real links)."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import pytest

from easel_acp.files.access import FileAccess
from easel_acp.files.disk_portable import PortableDisk
from easel_acp.files.disk_posix import PosixDisk
from easel_acp.files.errors import FileError, PathChangedError
from easel_acp.files.roots import Roots
from easel_testing.open_documents import InMemoryDocuments

ROUNDS = 300


@contextmanager
def flipping(flip: Callable[[int], None]) -> Iterator[None]:
    """A thread calls *flip* with 0, 1, 2, … as fast as it can."""
    done = threading.Event()

    def work() -> None:
        turns = count()
        while not done.is_set():
            flip(next(turns))

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


async def attack(cwd: Path, path: Path) -> set[str]:
    """Read and write *path* many times while it flips; return everything that was read."""
    files = FileAccess(Roots.of(cwd), InMemoryDocuments())
    seen = set()
    for turn in range(ROUNDS):
        with suppress(FileError):
            seen.add(await files.read_text_file(str(path)))
        with suppress(FileError):
            await files.write_text_file(str(path), f"written {turn}")
    return seen


async def test_a_flipping_file_never_shows_or_changes_what_is_outside(
    tmp_path: Path, cwd: Path, secret: Path
) -> None:
    target, staging = cwd / "a.txt", tmp_path / "staging"

    def flip(turn: int) -> None:
        if turn % 2:
            staging.write_text("honest")
        else:
            staging.symlink_to(secret)
        staging.replace(target)

    with flipping(flip):
        seen = await attack(cwd, target)
    assert "secret" not in seen
    assert secret.read_text() == "secret"


async def test_a_flipping_directory_never_shows_or_changes_what_is_outside(
    tmp_path: Path, cwd: Path, secret: Path
) -> None:
    target, staging = cwd / "sub", tmp_path / "staging"

    def flip(turn: int) -> None:
        with suppress(FileNotFoundError):
            target.rename(tmp_path / f"old {turn}")
        if turn % 2:
            staging.mkdir()
            (staging / "secret.txt").write_text("honest")
        else:
            staging.symlink_to(secret.parent, target_is_directory=True)
        put_in_place(staging, target)

    with flipping(flip):
        seen = await attack(cwd, target / "secret.txt")
    assert "secret" not in seen
    assert secret.read_text() == "secret"
    assert os.listdir(secret.parent) == ["secret.txt"]


def put_in_place(staging: Path, target: Path) -> None:
    """Rename, or throw away if a write has created the target meanwhile."""
    try:
        staging.rename(target)
    except OSError:
        if staging.is_symlink():
            staging.unlink()
        else:
            shutil.rmtree(staging)


@pytest.mark.parametrize("disk", [PosixDisk(), PortableDisk()])
@pytest.mark.parametrize("part", ["sub", "sub/secret.txt"])
def test_a_link_put_in_after_the_check_is_seen_before_it_is_followed(
    cwd: Path, secret: Path, disk: PosixDisk | PortableDisk, part: str
) -> None:
    place = Roots.of(cwd).locate(str(cwd / "sub" / "secret.txt"))
    (cwd / part).parent.mkdir(exist_ok=True)
    (cwd / part).symlink_to(secret if part.endswith(".txt") else secret.parent)
    with pytest.raises((PathChangedError, FileError)):
        disk.read(place, 100)
    with pytest.raises((PathChangedError, FileError)):
        disk.write(place, lambda _: b"changed", 100)
    assert secret.read_text() == "secret"


def test_a_directory_swapped_while_a_write_is_under_way_takes_nothing_outside(
    tmp_path: Path, cwd: Path, secret: Path
) -> None:
    (cwd / "sub").mkdir()
    (cwd / "sub" / "secret.txt").write_text("old")
    place = Roots.of(cwd).locate(str(cwd / "sub" / "secret.txt"))

    def swap_and_render(_: bytes | None) -> bytes:
        (cwd / "sub").rename(cwd / "moved")
        (cwd / "sub").symlink_to(secret.parent)
        return b"new"

    PosixDisk().write(place, swap_and_render, 100)
    assert secret.read_text() == "secret"
    assert (cwd / "moved" / "secret.txt").read_text() == "new"


def test_a_file_swapped_for_a_link_while_a_write_is_under_way_replaces_the_link(
    cwd: Path, secret: Path
) -> None:
    file = cwd / "a.txt"
    file.write_text("old")
    place = Roots.of(cwd).locate(str(file))

    def swap_and_render(_: bytes | None) -> bytes:
        file.unlink()
        file.symlink_to(secret)
        return b"new"

    PosixDisk().write(place, swap_and_render, 100)
    assert secret.read_text() == "secret"
    assert file.read_text() == "new"
    assert not file.is_symlink()
