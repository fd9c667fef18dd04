"""At the start of a server: end the agents that dead servers have left behind.

Nothing is touched but what a record names by number *and* birth, what descends from that, and what
carries the record's mark. A process that merely got the same number since is somebody else's.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from easel_acp.process.process_table import MARK_LOOKS, ProcessId, ProcessTable
from easel_acp.process.registry import (
    Place,
    ProcessRecord,
    ProcessRegistry,
    RecordFile,
    current_place,
)
from easel_acp.process.system_table import process_table

PATIENCE = 3.0
"""Seconds in which the keepers and SIGKILL must have done their work."""
ROUND_PAUSE = 0.05

Outcome = Literal["inUse", "elsewhere", "cleared", "killed", "resists", "unreadable"]
"""What came of a record.

* ``inUse``: its server lives. ``elsewhere``: of another machine or container. Both are left alone.
* ``cleared``: nothing of it was alive. ``killed``: something was, and is not any more.
* ``resists``: something is still alive; the record stays. ``unreadable``: a broken file, removed.
"""


@dataclass(frozen=True, slots=True)
class Swept:
    """One record, and which processes were alive when it was looked at."""

    outcome: Outcome
    record: ProcessRecord | None
    found: tuple[int, ...] = ()

    def __str__(self) -> str:
        if self.record is None:
            return f"{self.outcome}: a record that cannot be read"
        pids = f" ({', '.join(map(str, self.found))})" if self.found else ""
        return f"{self.outcome}: {self.record.program} {self.record.agent.pid}{pids}"


async def sweep(state_dir: Path) -> tuple[Swept, ...]:
    """End what dead servers left, and say what became of each record. At most a few seconds."""
    registry = ProcessRegistry(state_dir)
    table = process_table()
    files = await asyncio.to_thread(lambda: tuple(registry.records()))
    swept = await asyncio.gather(*(_sweep_one(file, table) for file in files))
    await asyncio.to_thread(registry.remove_old_drafts)
    return tuple(swept)


async def _sweep_one(file: RecordFile, table: ProcessTable) -> Swept:
    record = file.record
    if record is None:
        file.path.unlink(missing_ok=True)
        return Swept("unreadable", None)
    left_alone = _reason_to_leave_alone(record, current_place(table), table)
    if left_alone is not None:
        return Swept(left_alone, record)
    found, left = await _end_all(record, table)
    if left:
        return Swept("resists", record, left)
    file.path.unlink(missing_ok=True)
    return Swept("killed" if found else "cleared", record, found)


def _reason_to_leave_alone(
    record: ProcessRecord, here: Place, table: ProcessTable
) -> Literal["inUse", "elsewhere"] | None:
    if record.place.host != here.host:
        return "elsewhere"
    if record.place.boot != here.boot:
        return None
    if record.place.pid_namespace != here.pid_namespace:
        return "elsewhere"
    return "inUse" if _is_alive(record.server, table) else None


async def _end_all(
    record: ProcessRecord, table: ProcessTable
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What was found, and what of it still resists.

    A keeper that lives does it by itself, and better; only when it does not is it helped.
    """
    loop = asyncio.get_running_loop()
    begin = loop.time()
    found: dict[int, None] = {}
    left: list[ProcessId] = []
    empty_looks = 0
    while empty_looks < MARK_LOOKS and loop.time() < begin + PATIENCE:
        left = await asyncio.to_thread(_left, record, table)
        empty_looks = 0 if left else empty_looks + 1
        found.update((process.pid, None) for process in left)
        if record.keeper not in left or loop.time() > begin + PATIENCE / 2:
            for process in left:
                table.kill(process)
        await asyncio.sleep(ROUND_PAUSE)
    return tuple(found), tuple(process.pid for process in left)


def _left(record: ProcessRecord, table: ProcessTable) -> list[ProcessId]:
    """What is alive of this record. The keeper comes last: while it lives, nothing escapes it."""
    if record.place.boot != table.boot_id():
        return []
    roots = [root for root in (record.agent, record.keeper) if root and _is_alive(root, table)]
    below = (process for root in roots for process in table.below(root.pid))
    return list(dict.fromkeys((*below, *table.marked(record.tree_id), *roots)))


def _is_alive(process: ProcessId, table: ProcessTable) -> bool:
    return table.find(process.pid) == process
