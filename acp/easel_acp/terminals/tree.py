"""All processes of a command, found by looking for them (where there is no keeper)."""

from collections.abc import Callable

from easel_acp.process.process_table import ProcessId
from easel_acp.process.system_table import process_table


class ProcessTree:
    """The processes below *leader*, and those that carry the mark of the tree in their environment.

    The mark finds what left the session and lost its parent; what also dropped its environment is
    not found: hence the keeper, where it can run. Make it right after the start: a number that is
    given out anew later fools nobody. Every method takes some milliseconds: call it in a thread.
    """

    def __init__(self, leader: int, tree_id: str) -> None:
        self._tree_id = tree_id
        self._table = process_table()
        self._leader = self._table.find(leader)
        self._seen: list[ProcessId] = []

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

    def _living(self) -> list[ProcessId]:
        """What is there now, and what was there before and has only lost its place in the tree.

        Parents before their children: a command should learn of its own end first.
        """
        found = [*self._below_leader(), *self._table.marked(self._tree_id), *self._seen]
        self._seen = [process for process in dict.fromkeys(found) if self._is_there(process)]
        return self._seen

    def _below_leader(self) -> list[ProcessId]:
        if self._leader is None or not self._is_there(self._leader):
            return []
        return [self._leader, *self._table.below(self._leader.pid)]

    def _is_there(self, process: ProcessId) -> bool:
        return self._table.find(process.pid) == process
