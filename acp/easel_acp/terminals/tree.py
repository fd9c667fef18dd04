"""All processes of a command, found by looking for them (where there is no keeper)."""

from collections.abc import Callable

from easel_acp.process.process_table import ProcessId, process_table


class ProcessTree:
    """The processes below *leader*, and those that carry the mark of the tree in their environment.

    The mark finds what left the session and lost its parent; what also dropped its environment is
    not found: hence the keeper, where it can run. Every method takes some milliseconds: call it in
    a thread.
    """

    def __init__(self, leader: int, tree_id: str) -> None:
        self._leader = leader
        self._tree_id = tree_id
        self._table = process_table()
        self._seen: set[ProcessId] = set()

    def terminate(self) -> None:
        """Ask every process to end (SIGTERM)."""
        self._each(self._table.terminate)

    def kill(self) -> None:
        """End every process (SIGKILL)."""
        self._each(self._table.kill)

    def is_alive(self) -> bool:
        """Whether any process is left that can still do something."""
        return bool(self._living())

    def _each(self, send: Callable[[ProcessId], None]) -> None:
        for process in self._living():
            send(process)

    def _living(self) -> set[ProcessId]:
        """What is there now, and what was there before and has only lost its place in the tree."""
        leader = self._table.find(self._leader)
        if leader and (not self._seen or leader in self._seen):
            self._seen.add(leader)
            self._seen.update(self._table.below(self._leader))
        self._seen.update(self._table.marked(self._tree_id))
        self._seen = {process for process in self._seen if self._is_there(process)}
        return self._seen

    def _is_there(self, process: ProcessId) -> bool:
        return self._table.find(process.pid) == process
