"""What looks after one agent's tree of processes: the keeper on Linux, `portable` elsewhere."""

from dataclasses import dataclass
from typing import Protocol

from easel_acp.process.once import Once
from easel_acp.process.process_table import ProcessId
from easel_acp.process.stderr_tail import StderrTail
from easel_acp.process.streams import ByteSink, ByteSource


@dataclass(frozen=True, slots=True)
class AgentStreams:
    """The three pipes of an agent, from the server's side."""

    stdin: ByteSink
    stdout: ByteSource
    stderr: StderrTail

    def finish(self) -> None:
        """Let go of them, because the processes are gone."""
        self.stdin.finish()
        self.stdout.finish()


@dataclass(frozen=True, slots=True)
class RawExit:
    """The agent's end as the system tells it: one of both, or neither when it is not known."""

    code: int | None = None
    signal: int | None = None

    @classmethod
    def from_code(cls, number: int) -> "RawExit":
        """From the number that `subprocess` uses, where a negative one is a signal."""
        return cls(signal=-number) if number < 0 else cls(code=number)


class Supervisor(Protocol):
    """One started agent and its tree. Nothing here raises.

    `tree` and `resident_bytes` ask the system about every process, which takes milliseconds: they
    may be called in a thread.
    """

    @property
    def pid(self) -> int:
        """The agent itself."""

    @property
    def exited(self) -> Once[RawExit]:
        """The agent has ended, though what it started may live on for a moment."""

    @property
    def gone(self) -> Once[None]:
        """Nothing of the whole tree is left: proven, not assumed."""

    @property
    def keeper_pid(self) -> int | None:
        """Its keeper, where there is one."""

    def stop(self, term_after: float, kill_after: float) -> None:
        """SIGTERM to the tree after so many seconds, SIGKILL after so many.

        Goes on by itself, whatever becomes of the caller. A later call can only hasten it.
        """

    def tree(self) -> list[ProcessId]:
        """The processes of the tree that are alive now, the agent among them."""

    def resident_bytes(self) -> int:
        """The memory that the tree holds now, shared pages counted in each process."""
