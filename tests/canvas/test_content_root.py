"""Files below a folder, and no others."""

from pathlib import Path

import pytest

from easel_canvas.checks.limits import LIMITS
from easel_canvas.content_root import ContentRoot
from easel_canvas.errors import LimitExceeded, ResourceNotFound


@pytest.fixture
def root(tmp_path: Path) -> ContentRoot:
    (tmp_path / "secret.txt").write_text("secret")
    inside = tmp_path / "inside"
    (inside / "sub").mkdir(parents=True)
    (inside / "page.html").write_text("<p>hi</p>")
    (inside / "sub" / "logo.png").write_bytes(b"\x89PNG")
    (inside / "link.txt").symlink_to(tmp_path / "secret.txt")
    (inside / "up").symlink_to(tmp_path, target_is_directory=True)
    (inside / "alias.html").symlink_to(inside / "page.html")
    return ContentRoot(inside)


def test_files_are_read_with_their_type(root: ContentRoot) -> None:
    page, logo = root.read("page.html"), root.read("sub/logo.png")
    assert (page.mime_type, page.text, page.blob) == ("text/html", "<p>hi</p>", None)
    assert (logo.mime_type, logo.text, logo.blob) == ("image/png", None, b"\x89PNG")
    assert root.read("alias.html").text == "<p>hi</p>"


@pytest.mark.parametrize(
    "path",
    ["../secret.txt", "sub/../../secret.txt", "link.txt", "up/secret.txt", "sub", "no", "a\0b",
     "/etc/passwd", ""],
)  # fmt: skip
def test_nothing_else_is(root: ContentRoot, path: str) -> None:
    with pytest.raises(ResourceNotFound):
        root.read(path)


def test_a_file_that_is_too_large_is_refused(root: ContentRoot, tmp_path: Path) -> None:
    with (tmp_path / "inside" / "big.bin").open("wb") as file:
        file.truncate(LIMITS.resource_bytes + 1)
    with pytest.raises(LimitExceeded):
        root.read("big.bin")
