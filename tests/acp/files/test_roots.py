"""Nothing outside the roots is read or written, whatever the path looks like."""

import os
from pathlib import Path

import pytest

from easel_acp.files.access import FileAccess
from easel_acp.files.disk import Disk
from easel_acp.files.errors import FileError, FileMissingError, OutsideRootsError
from easel_acp.files.roots import Roots, canonical_path
from easel_testing.open_documents import InMemoryDocuments


async def refused(files: FileAccess, path: str, secret: Path) -> None:
    """Assert that neither reading nor writing gets through to the secret."""
    with pytest.raises(OutsideRootsError) as error:
        await files.read_text_file(path)
    assert error.value.acp_error().code == -32602
    with pytest.raises(OutsideRootsError):
        await files.write_text_file(path, "changed")
    assert secret.read_text() == "secret"


async def test_a_path_outside_is_refused(files: FileAccess, secret: Path) -> None:
    await refused(files, str(secret), secret)


async def test_a_missing_path_outside_is_refused_like_an_existing_one(
    files: FileAccess, secret: Path
) -> None:
    await refused(files, str(secret.parent / "nothing"), secret)
    assert not (secret.parent / "nothing").exists()


@pytest.mark.parametrize(
    "tail", ["../outside/secret.txt", "no/such/../../../outside/secret.txt", "./..//outside/x"]
)
async def test_dots_do_not_lead_out(files: FileAccess, cwd: Path, secret: Path, tail: str) -> None:
    await refused(files, f"{cwd}/{tail}", secret)


async def test_dots_are_followed_behind_a_link_as_the_system_does(
    files: FileAccess, cwd: Path, secret: Path
) -> None:
    """`link/..` is the parent of the link's target, not the directory of the link."""
    (secret.parent / "deep").mkdir()
    (cwd / "link").symlink_to(secret.parent / "deep")
    await refused(files, f"{cwd}/link/../secret.txt", secret)


async def test_a_link_to_a_file_outside_is_refused(
    files: FileAccess, cwd: Path, secret: Path
) -> None:
    (cwd / "link").symlink_to(secret)
    await refused(files, str(cwd / "link"), secret)


async def test_a_link_to_a_directory_outside_is_refused(
    files: FileAccess, cwd: Path, secret: Path
) -> None:
    (cwd / "link").symlink_to(secret.parent, target_is_directory=True)
    await refused(files, str(cwd / "link" / "secret.txt"), secret)


async def test_a_chain_of_links_that_ends_outside_is_refused(
    files: FileAccess, cwd: Path, secret: Path
) -> None:
    (cwd / "first").symlink_to("second")
    (cwd / "second").symlink_to(os.path.relpath(secret, cwd))
    await refused(files, str(cwd / "first"), secret)


async def test_a_sibling_whose_name_begins_like_the_root_is_outside(
    files: FileAccess, cwd: Path, secret: Path
) -> None:
    sibling = cwd.with_name(cwd.name + "-2")
    sibling.mkdir()
    await refused(files, str(sibling / "a.txt"), secret)


async def test_another_case_is_another_directory(
    files: FileAccess, cwd: Path, secret: Path
) -> None:
    shouting = cwd.with_name(cwd.name.upper())
    if shouting.exists():
        pytest.skip("this file system ignores case")
    shouting.mkdir()
    await refused(files, str(shouting / "a.txt"), secret)


async def test_a_document_open_outside_is_not_shown_or_edited(
    files: FileAccess, editor: InMemoryDocuments, secret: Path
) -> None:
    editor.documents[secret] = "unsaved secret"
    await refused(files, str(secret), secret)
    assert editor.documents[secret] == "unsaved secret"


async def test_additional_directories_are_inside(cwd: Path, secret: Path, disk: Disk) -> None:
    files = FileAccess(Roots.of(cwd, [secret.parent]), InMemoryDocuments(), disk=disk)
    assert await files.read_text_file(str(secret)) == "secret"


async def test_a_link_from_one_root_into_another_is_followed(
    cwd: Path, secret: Path, disk: Disk
) -> None:
    (cwd / "link").symlink_to(secret)
    files = FileAccess(Roots.of(cwd, [secret.parent]), InMemoryDocuments(), disk=disk)
    await files.write_text_file(str(cwd / "link"), "new")
    assert secret.read_text() == "new"


async def test_a_root_that_is_a_link_can_be_spelled_both_ways(
    tmp_path: Path, cwd: Path, disk: Disk
) -> None:
    (tmp_path / "alias").symlink_to(cwd)
    (cwd / "a.txt").write_text("here")
    files = FileAccess(Roots.of(tmp_path / "alias"), InMemoryDocuments(), disk=disk)
    assert await files.read_text_file(str(tmp_path / "alias" / "a.txt")) == "here"
    assert await files.read_text_file(str(cwd / "a.txt")) == "here"


async def test_a_root_that_is_gone_holds_nothing(files: FileAccess, cwd: Path) -> None:
    cwd.rmdir()
    with pytest.raises(FileMissingError):
        await files.read_text_file(str(cwd / "a.txt"))


async def test_a_root_that_became_a_link_leads_nowhere(
    files: FileAccess, cwd: Path, secret: Path
) -> None:
    cwd.rmdir()
    cwd.symlink_to(secret.parent)
    with pytest.raises(FileError):
        await files.read_text_file(str(cwd / "secret.txt"))


def test_roots_are_canonical_and_listed_once(tmp_path: Path, cwd: Path) -> None:
    (tmp_path / "alias").symlink_to(cwd)
    roots = Roots.of(tmp_path / "alias", [cwd, tmp_path])
    assert roots.directories == (canonical_path(cwd), canonical_path(tmp_path))
    assert roots.cwd == canonical_path(cwd)
