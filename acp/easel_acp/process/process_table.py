"""Who is alive: processes by identity, so that a number that was given out anew fools nobody."""

from dataclasses import dataclass
from typing import Protocol

MARK_LOOKS = 2
"""How often `ProcessTable.marked` must find nothing, some time apart, to mean that nothing is left:
a process shows no environment for the moment in which it becomes another program.
"""


@dataclass(frozen=True, slots=True)
class ProcessId:
    """One process, for ever: its number and its birth (`started`, in a unit of the table's)."""

    pid: int
    started: int


class ProcessTable(Protocol):
    """The system's processes. The dead that nobody has collected yet count as gone."""

    def boot_id(self) -> str:
        """Different after each start of the machine, if births are counted from there."""

    def find(self, pid: int) -> ProcessId | None:
        """The process that has this number now."""

    def below(self, pid: int) -> list[ProcessId]:
        """All its descendants, parents before children."""

    def marked(self, tree_id: str) -> list[ProcessId]:
        """All that were started with `AGENT_TREE_ID=tree_id`, whoever their parent is now.

        One that is becoming another program may be missing, see `MARK_LOOKS`.
        """

    def terminate(self, process: ProcessId) -> None:
        """Ask it to end, if it is still there, still itself, and ours."""

    def kill(self, process: ProcessId) -> None:
        """End it, under the same conditions."""

    def resident_bytes(self, processes: list[ProcessId]) -> int:
        """Their memory, with shared pages counted in each."""
