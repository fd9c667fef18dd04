"""The files that are offered for completion."""

from pathlib import Path

import pytest

from easel_server.plain_lsp.chat.files import matching_files, read_rules


def make(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


def test_files_are_found_by_any_part_of_their_path_the_shortest_first(tmp_path: Path) -> None:
    make(tmp_path, "src/deep/app.py", "app.py", "README.md")
    assert matching_files(tmp_path, "APP") == ["app.py", "src/deep/app.py"]
    assert matching_files(tmp_path, "deep/") == ["src/deep/app.py"]


def test_what_git_ignores_is_left_out(tmp_path: Path) -> None:
    make(tmp_path, ".git/config", "a.log", "keep.log", "build/x", "src/build/y", "src/z", "src/t")
    (tmp_path / ".gitignore").write_text("# logs\n*.log\n!keep.log\n/build/\n")
    (tmp_path / "src" / ".gitignore").write_text("t\n")
    assert set(matching_files(tmp_path, "")) == {
        ".gitignore",
        "keep.log",
        "src/.gitignore",
        "src/build/y",
        "src/z",
    }


def test_links_are_not_followed(tmp_path: Path) -> None:
    make(tmp_path, "a/b")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    assert matching_files(tmp_path, "b") == ["a/b"]


@pytest.mark.parametrize(
    ("pattern", "path", "is_folder", "matches"),
    [
        ("*.pyc", "a/b.pyc", False, True),
        ("build/", "a/build", True, True),
        ("build/", "a/build", False, False),
        ("/build", "a/build", True, False),
        ("docs/*.html", "docs/a.html", False, True),
        ("**/cache", "a/b/cache", True, True),
    ],
)
def test_rules(pattern: str, path: str, is_folder: bool, matches: bool) -> None:
    (rule,) = read_rules(pattern, "")
    assert rule.matches(path, is_folder=is_folder) is matches
