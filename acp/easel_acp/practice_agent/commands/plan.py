"""A plan that progresses, with a tool call for each of its steps."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from easel_acp import sdk
from easel_acp.practice_agent.commands.command import Command, plain
from easel_acp.practice_agent.scene import Scene
from easel_acp.practice_agent.steps import Pause, Say, Show, Steps, Think, Tool, code_content

MAX_NAMES = 20
MAX_SEARCHED_BYTES = 256 * 1024
_TODO = re.compile(r"\b(?:TODO|FIXME)\b")

_ENTRIES: Sequence[tuple[str, Literal["high", "medium", "low"]]] = (
    ("Look at the working directory", "high"),
    ("Search it for open ends", "medium"),
    ("Sum up", "low"),
)


async def _plan(scene: Scene, argument: str) -> Steps:
    root = Path(scene.session.record.cwd)
    yield Say("I make a plan and follow it.\n\n")
    yield _progress(0)
    yield Think("Looking comes first: it costs nothing and changes nothing.")

    look = Tool("List the working directory", "read", {"path": str(root)}, path=str(root))
    yield look.start()
    yield Pause(0.3)
    names = _names(root)
    listing = "\n".join(names) or "(empty)"
    yield look.done({"names": names}, [code_content(listing)])
    yield _progress(1)

    search = Tool("Search for TODO and FIXME", "search", {"pattern": _TODO.pattern})
    yield search.start()
    yield Pause(0.3)
    hits = _open_ends(root, names)
    yield search.done({"hits": hits}, [code_content("\n".join(hits) or "(nothing found)")])
    yield _progress(2)

    yield Pause(0.3)
    yield Say(
        f"The directory `{root.name}` holds {_counted(len(names), 'name')}. "
        f"Open ends are in {_counted(len(hits), 'file')}.\n"
    )
    yield _progress(3)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _progress(done: int) -> Show:
    """Show the plan with its first `done` entries completed and the next one begun."""
    return Show(
        sdk.update_plan(
            sdk.plan_entry(content, priority=priority, status=_status(position, done))
            for position, (content, priority) in enumerate(_ENTRIES)
        )
    )


def _status(position: int, done: int) -> sdk.PlanEntryStatus:
    if position < done:
        return "completed"
    return "in_progress" if position == done else "pending"


def _names(root: Path) -> list[str]:
    try:
        with os.scandir(root) as entries:
            names = [f"{entry.name}/" if entry.is_dir() else entry.name for entry in entries]
    except OSError:
        return []
    return sorted(names)[:MAX_NAMES]


def _open_ends(root: Path, names: Sequence[str]) -> list[str]:
    return [name for name in names if _TODO.search(_start_of(root / name))]


def _start_of(path: Path) -> str:
    if not path.is_file():
        return ""
    try:
        with path.open("rb") as file:
            return file.read(MAX_SEARCHED_BYTES).decode(errors="replace")
    except OSError:
        return ""


PLAN = Command(
    "plan",
    "Make a plan and follow it, with harmless tool calls",
    _plan,
    words=plain(r"(?:(?:make|show|draw up)\s+(?:me\s+)?)?(?:a\s+)?plan"),
)
