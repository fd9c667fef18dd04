"""The agents that run on this machine, as their servers have recorded them."""

from collections.abc import Iterator
from pathlib import Path

from easel_acp.catalogue.doctor import Check
from easel_acp.process.process_table import ProcessId, ProcessTable
from easel_acp.process.registry import ProcessRecord, ProcessRegistry, Served, current_place
from easel_acp.process.system_table import process_table
from easel_conversation.disk.folder import StateFolder
from easel_conversation.disk.record import Record, read_record
from easel_conversation.ids import ConversationId
from easel_conversation.values import Shape
from easel_server.cli.render.plain import one_line


class RunningAgent(Shape, frozen=True):
    """One agent. `rssBytes` is the memory of its whole tree, its keeper not included.

    What is known of the conversation is null if its record cannot be read, or for a spare.
    `epoch`: which life of the conversation's agent it is.
    """

    pid: int
    program: str
    keeper_pid: int | None
    server_pid: int
    server_is_alive: bool
    rss_bytes: int
    conversation_id: str | None
    epoch: int | None = None
    title: str | None = None
    execution_status: str | None = None
    process_status: str | None = None


def agents_running(state: Path) -> tuple[RunningAgent, ...]:
    """The recorded agents of which anything is alive; those of other machines left out."""
    return tuple(_running(state, process_table()))


def check_of(agent: RunningAgent) -> Check:
    """The agent as a line of the report; one that its server has left behind is a warning."""
    name = f"Running agent {agent.pid}"
    detail = f"{Path(agent.program).name}, {agent.rss_bytes / 1_000_000:.0f} MB"
    detail += f", {_conversation(agent)}"
    if agent.server_is_alive:
        return Check(name, "ok", f"{detail}, server {agent.server_pid}")
    left = f"{detail}; left over: its server {agent.server_pid} is gone"
    return Check(name, "warn", left, "The next start of Easel ends it.")


def _running(state: Path, table: ProcessTable) -> Iterator[RunningAgent]:
    here = current_place(table)
    for file in ProcessRegistry(state).records():
        record = file.record
        if record is None or record.place != here:
            continue
        processes = _tree(record, table)
        if processes or _is_alive(record.keeper, table):
            yield _agent(record, processes, table, _glance(state, record.serves))


def _agent(
    record: ProcessRecord,
    processes: list[ProcessId],
    table: ProcessTable,
    conversation: Record | None,
) -> RunningAgent:
    serves = record.serves
    return RunningAgent(
        pid=record.agent.pid,
        program=record.program,
        keeper_pid=None if record.keeper is None else record.keeper.pid,
        server_pid=record.server.pid,
        server_is_alive=_is_alive(record.server, table),
        rss_bytes=table.resident_bytes(processes),
        conversation_id=None if serves is None else serves.conversation_id,
        epoch=None if serves is None else serves.epoch,
        title=None if conversation is None else conversation.title,
        execution_status=None if conversation is None else conversation.execution_status,
        process_status=None if conversation is None else conversation.process_status,
    )


def _tree(record: ProcessRecord, table: ProcessTable) -> list[ProcessId]:
    """The agent and what it has started, also what has outlived it."""
    alive = [record.agent] if _is_alive(record.agent, table) else []
    below = table.below(record.agent.pid) if alive else []
    marked = (process for process in table.marked(record.tree_id) if process != record.keeper)
    return list(dict.fromkeys((*alive, *below, *marked)))


def _is_alive(process: ProcessId | None, table: ProcessTable) -> bool:
    return process is not None and table.find(process.pid) == process


def _glance(state: Path, serves: Served | None) -> Record | None:
    if serves is None:
        return None
    folder = StateFolder(state).conversation(ConversationId(serves.conversation_id))
    try:
        return None if folder is None else read_record(folder)
    except OSError:
        return None


def _conversation(agent: RunningAgent) -> str:
    if agent.conversation_id is None:
        return "a spare without a conversation"
    words = f"epoch {agent.epoch} of conversation {agent.conversation_id}"
    if agent.title:
        words += f' "{one_line(agent.title, 40)}"'
    if agent.execution_status is not None:
        words += f" ({agent.execution_status}, process {agent.process_status})"
    return words
