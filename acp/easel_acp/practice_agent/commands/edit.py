"""Edits a file, after permission."""

from contextlib import aclosing
from dataclasses import dataclass
from functools import partial

from easel_acp import sdk
from easel_acp.practice_agent.commands.change import change
from easel_acp.practice_agent.commands.command import Command, plain
from easel_acp.practice_agent.scene import Scene
from easel_acp.practice_agent.steps import Pause, Say, Steps, Tool
from easel_acp.practice_agent.workspace import FileError

DEFAULT_FILE = "practice-notes.md"
DEFAULT_LINE = "The practice agent was here."
_REPLACES = " -> "


@dataclass(frozen=True, slots=True)
class EditRequest:
    """Replace `old` by `new` in a file, or append `new` as a line if `old` is None."""

    file: str
    old: str | None
    new: str

    def apply(self, text: str) -> str | None:
        """Return the edited text, or None if `old` does not occur in it."""
        if self.old is not None:
            return text.replace(self.old, self.new, 1) if self.old in text else None
        separator = "" if not text or text.endswith("\n") else "\n"
        return f"{text}{separator}{self.new}\n"


def parse_edit(argument: str) -> EditRequest:
    """Read `FILE`, `FILE a new line` or `FILE old -> new`."""
    file, _, rest = argument.partition(" ")
    old, arrow, new = rest.strip().partition(_REPLACES)
    if arrow and old.strip():
        return EditRequest(file, old.strip(), new.strip())
    return EditRequest(file or DEFAULT_FILE, None, rest.strip() or DEFAULT_LINE)


async def _edit(scene: Scene, argument: str) -> Steps:
    request = parse_edit(argument)
    try:
        path = scene.workspace.resolve(request.file)
    except FileError as error:
        yield Say(f"I leave that alone: {error}\n")
        return

    read = Tool(f"Read {request.file}", "read", {"path": str(path)}, path=str(path))
    yield read.start()
    try:
        before = await scene.workspace.read(path)
    except FileError as error:
        yield read.failed(str(error))
        yield Say(f"I cannot edit it: {error}\n")
        return
    yield read.done({"characters": None if before is None else len(before)})
    yield Pause(0.2)

    after = request.apply(before or "")
    if after is None:
        yield Say(f"`{request.file}` does not contain *{request.old}*, so I changed nothing.\n")
        return
    diff = sdk.tool_diff_content(str(path), after, before)
    edit = Tool(
        f"Edit {request.file}", "edit", {"path": str(path), "content": after}, path=str(path)
    )
    work = partial(scene.workspace.write, path, after)
    success = f"{'Created' if before is None else 'Edited'} `{request.file}`.\n"
    async with aclosing(change(scene, edit, work, success, [diff])) as steps:
        async for step in steps:
            yield step


EDIT = Command(
    "edit",
    "Edit a file, after asking",
    _edit,
    hint="[file] [a new line, or old -> new]",
    words=plain(r"edit(?:\s+(?:the\s+)?(?:file\s+)?(?P<argument>\S+?(?:\s.+ -> .+?)?))?"),
)
