"""One small file for every agent that runs, so that the next start finds what a disaster left.

``<state>/processes/<tree id>.json`` is written as soon as the agent runs and removed only when its
whole tree is proven gone. A file each: nothing is shared, so nothing has to be locked.
"""

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from easel_acp.process.process_table import ProcessId, ProcessTable, process_table

FOLDER = "processes"


class Place(msgspec.Struct, frozen=True):
    """Where process numbers mean something: one machine, one boot, one container."""

    host: str
    boot: str
    pid_namespace: str


class ProcessRecord(msgspec.Struct, frozen=True, rename="camel"):
    """One agent, its keeper (if any) and the server that started it."""

    tree_id: str
    place: Place
    server: ProcessId
    keeper: ProcessId | None
    agent: ProcessId
    program: str
    conversation_id: str | None = None


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A record and where it lies; `record` is None when the file cannot be understood."""

    path: Path
    record: ProcessRecord | None


class ProcessRegistry:
    """The records of one state directory."""

    def __init__(self, state_dir: Path, table: ProcessTable | None = None) -> None:
        self.folder = state_dir / FOLDER
        self._table = table or process_table()

    def add(
        self,
        tree_id: str,
        agent_pid: int,
        keeper_pid: int | None,
        program: str,
        conversation_id: str | None,
    ) -> Path:
        """Record a running agent. Raises OSError."""
        server = self._table.find(os.getpid())
        assert server is not None
        record = ProcessRecord(
            tree_id=tree_id,
            place=current_place(self._table),
            server=server,
            keeper=self._table.find(keeper_pid) if keeper_pid is not None else None,
            agent=self._table.find(agent_pid) or ProcessId(agent_pid, 0),
            program=program,
            conversation_id=conversation_id,
        )
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{tree_id}.json"
        draft = path.with_suffix(".new")
        draft.write_bytes(msgspec.json.encode(record))
        draft.replace(path)
        return path

    def records(self) -> Iterator[RecordFile]:
        """Every record there is, of all servers that share the state directory."""
        for path in sorted(self.folder.glob("*.json")):
            try:
                yield RecordFile(path, msgspec.json.decode(path.read_bytes(), type=ProcessRecord))
            except FileNotFoundError:
                continue
            except (OSError, msgspec.MsgspecError):
                yield RecordFile(path, None)


def current_place(table: ProcessTable) -> Place:
    """Where this process runs."""
    return Place(platform.node(), table.boot_id(), _pid_namespace())


def _pid_namespace() -> str:
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return ""
