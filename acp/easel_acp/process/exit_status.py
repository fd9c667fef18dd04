"""How an agent process ended."""

import signal
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExitStatus:
    """The end of an agent process.

    Either `code` or `signal` is set; neither, when its end was seen but not its status.
    `stderr_tail` is the last it said, without secrets. `deliberate` tells a stop from a crash: the
    process ended after `stop` or `kill` had been called.
    """

    code: int | None
    signal: int | None
    stderr_tail: str
    deliberate: bool

    @property
    def reason(self) -> str:
        """The end in words, for messages: “exit code 3”, “SIGKILL”."""
        if self.signal is not None:
            return _signal_name(self.signal)
        return "unknown status" if self.code is None else f"exit code {self.code}"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
