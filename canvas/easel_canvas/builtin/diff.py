"""`diff`: what changed between two texts."""

import difflib
from dataclasses import dataclass
from typing import Annotated, Final

from anyio import to_thread
from msgspec import Meta

from easel_canvas.builtin.kind import Kind, View
from easel_canvas.builtin.surroundings import Surroundings
from easel_canvas.builtin.text import count, fenced
from easel_canvas.inputs import MIB, Input, Titled, either, unfit
from easel_canvas.values import JsonObject

MAX_TEXT: Final = MIB
MAX_COMPARED_LINES: Final = 20_000
"""Of both texts together: comparing takes time that grows faster than they do."""
_CONTEXT_LINES: Final = 3


class DiffFile(Input, frozen=True, kw_only=True):
    """A file before and after. Without `oldText` it is new, without `newText` it is gone."""

    path: Annotated[str, Meta(min_length=1, max_length=4096, description="Its name, to be shown.")]
    old_text: Annotated[str, Meta(max_length=MAX_TEXT)] | None = None
    new_text: Annotated[str, Meta(max_length=MAX_TEXT)] | None = None


class DiffInput(Titled, frozen=True, kw_only=True):
    """A comparison: either whole texts, or a patch."""

    files: (
        Annotated[tuple[DiffFile, ...], Meta(max_length=200, description="Files to compare.")]
        | None
    ) = None
    patch: (
        Annotated[
            str,
            Meta(max_length=2 * MIB, description="Or a unified diff, such as `git diff` prints."),
        ]
        | None
    ) = None


@dataclass(frozen=True, slots=True)
class FileDiff:
    """`old` and `new` are None where only the patch is known, or where there is no such file."""

    path: str
    unified: str
    old: str | None = None
    new: str | None = None

    @property
    def added(self) -> int:
        """Lines that are new."""
        return _count(self.unified, "+")

    @property
    def removed(self) -> int:
        """Lines that are gone."""
        return _count(self.unified, "-")


class DiffView(View):
    """Files, each with its changed lines."""

    def __init__(self, files: list[FileDiff], title: str | None) -> None:
        super().__init__()
        self.title = title or (files[0].path if len(files) == 1 else None)
        self._files = files
        self._added = sum(file.added for file in files)
        self._removed = sum(file.removed for file in files)
        self.status = f"+{self._added} -{self._removed} in {count(len(files), 'file')}"

    def content(self) -> JsonObject:
        """`{files: [{path, oldText, newText, unified, added, removed}], added, removed}`."""
        files = [
            {
                "path": file.path,
                "oldText": file.old,
                "newText": file.new,
                "unified": file.unified,
                "added": file.added,
                "removed": file.removed,
            }
            for file in self._files
        ]
        return {"files": files, "added": self._added, "removed": self._removed}

    def text(self) -> str:
        """A unified diff."""
        unified = "\n".join(file.unified or f"{file.path}: no change" for file in self._files)
        return f"{self.status}\n\n{fenced(unified, 'diff')}"


def compare(file: DiffFile) -> FileDiff:
    """The changed lines of a file, with three lines around them."""
    old, new = (file.old_text or "").splitlines(), (file.new_text or "").splitlines()
    if len(old) + len(new) > MAX_COMPARED_LINES:
        raise unfit(
            f"{file.path} has more than {MAX_COMPARED_LINES:,} lines before and after: "
            "send the patch instead."
        )
    lines = difflib.unified_diff(
        old,
        new,
        "/dev/null" if file.old_text is None else f"a/{file.path}",
        "/dev/null" if file.new_text is None else f"b/{file.path}",
        n=_CONTEXT_LINES,
        lineterm="",
    )
    return FileDiff(file.path, "\n".join(lines), file.old_text, file.new_text)


def split_patch(patch: str) -> list[FileDiff]:
    """The files of a patch.

    Raises:
        ProviderError: it names none.
    """
    found: list[FileDiff] = []
    part: list[str] = []
    lines = patch.splitlines()
    for at, line in enumerate(lines):
        if _begins_a_file(lines, at) and any(text.startswith("+++ ") for text in part):
            found.append(_from_patch(part))
            part = []
        part.append(line)
    if not any(text.startswith("+++ ") for text in part):
        raise unfit("`patch` is no unified diff: no line begins with `+++ `.")
    return [*found, _from_patch(part)]


def _begins_a_file(lines: list[str], at: int) -> bool:
    if lines[at].startswith("diff --git "):
        return True
    after = lines[at + 1] if at + 1 < len(lines) else ""
    after_git_header = lines[at - 1].startswith(("index ", "new file", "deleted file"))
    return lines[at].startswith("--- ") and after.startswith("+++ ") and not after_git_header


def _from_patch(part: list[str]) -> FileDiff:
    names = [line[4:].split("\t")[0] for line in part if line.startswith(("+++ ", "--- "))]
    name = next((name for name in reversed(names[:2]) if name != "/dev/null"), "?")
    return FileDiff(name.removeprefix("a/").removeprefix("b/"), "\n".join(part))


def _count(unified: str, mark: str) -> int:
    """Lines of hunks; before the first one there is only the header."""
    _, _, hunks = unified.partition("\n@@")
    return sum(line.startswith(mark) for line in hunks.split("\n")[1:])


async def _make(given: DiffInput, surroundings: Surroundings) -> View:
    either({"files": given.files, "patch": given.patch})
    if given.patch is not None:
        return DiffView(await to_thread.run_sync(split_patch, given.patch), given.title)
    wanted = given.files or ()
    files = await to_thread.run_sync(lambda: [compare(file) for file in wanted])
    return DiffView(files, given.title)


DIFF = Kind(
    canvas_id="diff",
    title="Comparison",
    description="Show what is different between texts, side by side: proposed changes, two "
    "versions, two outputs. Nothing is changed by it; to change files use your own tools.",
    input=DiffInput,
    make=_make,
)
