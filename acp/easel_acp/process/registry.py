"""One small file for every agent that runs, so that the next start finds what a disaster left.

``<state>/processes/<tree id>.json`` is written as soon as the agent runs and removed only when its
whole tree is proven gone. A file each: nothing is shared, so nothing has to be locked.
"""

import logging
import os
import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from easel_acp.process.process_table import ProcessId, ProcessTable
from easel_acp.process.supervisor import Supervisor
from easel_acp.process.system_table import process_table

log = logging.getLogger(__name__)

FOLDER = "processes"

DRAFT_LIFE = 60.0
"""Seconds after which a file that was never finished is litter."""


class Place(msgspec.Struct, frozen=True, rename="camel"):
    """Where process numbers mean something: one machine, one boot, one container."""

    host: str
    boot: str
    pid_namespace: str


class Served(msgspec.Struct, frozen=True, rename="camel"):
    """The conversation that an agent works for, and which life of its agent it is."""

    conversation_id: str
    epoch: int


class ProcessRecord(msgspec.Struct, frozen=True, rename="camel"):
    """One agent, its keeper (if any) and the server that started it. `serves`: null for a spare."""

    tree_id: str
    place: Place
    server: ProcessId
    keeper: ProcessId | None
    agent: ProcessId
    program: str
    serves: Served | None = None


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A record and where it lies; `record` is None when the file cannot be understood."""

    path: Path
    record: ProcessRecord | None


class ProcessRegistry:
    """The records of one state directory, which other servers may share."""

    def __init__(self, state_dir: Path) -> None:
        self.folder = state_dir / FOLDER
        self._table = process_table()

    def add(
        self, tree_id: str, supervisor: Supervisor, program: str, serves: Served | None
    ) -> ProcessRecord:
        """Record a running agent."""
        keeper = supervisor.keeper_pid
        record = ProcessRecord(
            tree_id=tree_id,
            place=current_place(self._table),
            server=self._identify(os.getpid()),
            keeper=None if keeper is None else self._identify(keeper),
            agent=self._identify(supervisor.pid),
            program=program,
            serves=serves,
        )
        self.write(record)
        return record

    def write(self, record: ProcessRecord) -> None:
        """Put a record in the place of the one before.

        A disk that refuses costs a warning, not the agent.
        """
        try:
            self._replace(record)
        except OSError as error:
            log.warning("Agent %d runs without a record: %s", record.agent.pid, error)

    def remove(self, tree_id: str) -> None:
        """The tree is proven gone. A record that cannot be removed is left to the next sweep."""
        try:
            self._path(tree_id).unlink(missing_ok=True)
        except OSError as error:
            log.warning("The record of tree %s stays: %s", tree_id, error)

    def records(self) -> Iterator[RecordFile]:
        """Every record there is, of all servers that share the state directory."""
        for path in sorted(self.folder.glob("*.json")):
            try:
                yield RecordFile(path, msgspec.json.decode(path.read_bytes(), type=ProcessRecord))
            except FileNotFoundError:
                continue
            except (OSError, msgspec.MsgspecError):
                yield RecordFile(path, None)

    def remove_old_drafts(self) -> None:
        """What servers that died while they wrote have left."""
        for path in self.folder.glob("*.new"):
            try:
                if time.time() - path.stat().st_mtime > DRAFT_LIFE:
                    path.unlink()
            except OSError as error:
                log.debug("The draft %s stays: %s", path.name, error)

    def _replace(self, record: ProcessRecord) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(record.tree_id)
        draft = path.with_suffix(".new")
        draft.write_bytes(msgspec.json.encode(record))
        draft.replace(path)

    def _path(self, tree_id: str) -> Path:
        return self.folder / f"{tree_id}.json"

    def _identify(self, pid: int) -> ProcessId:
        """A process that is already dead gets a birth that nobody else can have."""
        return self._table.find(pid) or ProcessId(pid, 0)


def current_place(table: ProcessTable) -> Place:
    """Where this process runs."""
    return Place(platform.node(), table.boot_id(), _pid_namespace())


def _pid_namespace() -> str:
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return ""
