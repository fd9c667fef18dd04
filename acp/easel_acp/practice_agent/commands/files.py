"""Moves and deletes files, after permission."""

from contextlib import aclosing
from functools import partial
from pathlib import Path

from easel_acp.practice_agent.commands.change import change
from easel_acp.practice_agent.commands.command import Command
from easel_acp.practice_agent.commands.edit import DEFAULT_FILE
from easel_acp.practice_agent.scene import Scene
from easel_acp.practice_agent.steps import Say, Steps, Tool
from easel_acp.practice_agent.workspace import FileError


async def _move(scene: Scene, argument: str) -> Steps:
    old, _, new = (part.strip() for part in argument.partition(" "))
    if not new:
        yield Say("Say which file, and where to: `/move notes.md old-notes.md`.\n")
        return
    try:
        source, target = _existing(scene, old), scene.workspace.resolve(new)
    except FileError as error:
        yield Say(f"I leave that alone: {error}\n")
        return
    tool = Tool(
        f"Move {old} to {new}",
        "move",
        {"from": str(source), "to": str(target)},
        path=str(source),
    )
    work = partial(scene.workspace.move, source, target)
    async with aclosing(change(scene, tool, work, f"Moved `{old}` to `{new}`.\n")) as steps:
        async for step in steps:
            yield step


async def _delete(scene: Scene, argument: str) -> Steps:
    name = argument or DEFAULT_FILE
    try:
        path = _existing(scene, name)
    except FileError as error:
        yield Say(f"I leave that alone: {error}\n")
        return
    tool = Tool(f"Delete {name}", "delete", {"path": str(path)}, path=str(path))
    work = partial(scene.workspace.delete, path)
    async with aclosing(change(scene, tool, work, f"Deleted `{name}`.\n")) as steps:
        async for step in steps:
            yield step


def _existing(scene: Scene, name: str) -> Path:
    path = scene.workspace.resolve(name)
    if not path.is_file():
        raise FileError(f"{name} is no file.")
    return path


MOVE = Command("move", "Move a file, after asking", _move, hint="file new-name")
DELETE = Command("delete", "Delete a file, after asking", _delete, hint="[file]")
