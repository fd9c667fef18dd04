"""The files of a workspace, for completion: a bounded walk that leaves out what git ignores."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

MAX_ENTRIES: Final = 20_000
MAX_FILES: Final = 100


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of a `.gitignore`. `folder`: where that file lies, relative to the workspace."""

    folder: str
    pattern: str
    is_anchored: bool
    only_folders: bool
    is_exception: bool

    def matches(self, path: str, *, is_folder: bool) -> bool:
        """Whether the rule is about this path (relative to the workspace, with slashes)."""
        if self.only_folders and not is_folder:
            return False
        if self.is_anchored:
            below = path.removeprefix(f"{self.folder}/") if self.folder else path
            return fnmatchcase(below, self.pattern)
        return fnmatchcase(path.rpartition("/")[2], self.pattern)


def matching_files(root: Path, typed: str) -> list[str]:
    """At most `MAX_FILES` files below `root` whose path contains `typed`, the shortest first."""
    wanted = typed.casefold()
    found = (path for path in _walk(root) if wanted in path.casefold())
    return sorted(found, key=lambda path: (len(path), path))[:MAX_FILES]


def read_rules(text: str, folder: str) -> Iterator[Rule]:
    """The rules of a `.gitignore`. `**` counts as `*`, which matches slashes here."""
    for line in text.splitlines():
        pattern = line.strip()
        if not pattern or pattern.startswith("#"):
            continue
        is_exception = pattern.startswith("!")
        pattern = pattern.removeprefix("!")
        only_folders = pattern.endswith("/")
        pattern = pattern.rstrip("/").removeprefix("**/")
        is_anchored = "/" in pattern
        yield Rule(
            folder,
            pattern.removeprefix("/").replace("**", "*"),
            is_anchored,
            only_folders,
            is_exception,
        )


def _walk(root: Path) -> Iterator[str]:
    """Paths of files relative to `root`, breadth first."""
    folders: list[tuple[str, tuple[Rule, ...]]] = [("", ())]
    left = MAX_ENTRIES
    for folder, inherited in folders:
        rules = (*inherited, *_rules_of(root, folder))
        for entry in _entries(root / folder):
            left -= 1
            if left < 0:
                return
            path = f"{folder}/{entry.name}" if folder else entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.name == ".git" or _is_ignored(path, rules, is_folder=is_folder):
                continue
            if is_folder:
                folders.append((path, rules))
            else:
                yield path


def _rules_of(root: Path, folder: str) -> tuple[Rule, ...]:
    try:
        text = (root / folder / ".gitignore").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ()
    return tuple(read_rules(text, folder))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def _is_ignored(path: str, rules: tuple[Rule, ...], *, is_folder: bool) -> bool:
    for rule in reversed(rules):
        if rule.matches(path, is_folder=is_folder):
            return not rule.is_exception
    return False
