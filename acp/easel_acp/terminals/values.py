"""What is told of a terminal."""

import signal
from dataclasses import dataclass
from typing import NewType, Self

from easel_acp.process.supervisor import RawExit

TerminalId = NewType("TerminalId", str)


@dataclass(frozen=True)
class ExitStatus:
    """How a command ended: *exit_code* if by itself, the name of a *signal* (SIGKILL) if not.

    Neither is there if nobody saw it.
    """

    exit_code: int | None
    signal: str | None

    @classmethod
    def of(cls, raw: RawExit) -> Self:
        """From what the supervision of processes tells."""
        return cls(raw.code, None if raw.signal is None else _signal_name(raw.signal))


@dataclass(frozen=True)
class TerminalOutput:
    """What a terminal shows: the kept output, whether its beginning was dropped, and the end.

    *exit_status* is None while the command runs. Once it is there, the output is complete as far
    as the command itself wrote it.
    """

    output: str
    truncated: bool
    exit_status: ExitStatus | None


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"SIG{number}"
