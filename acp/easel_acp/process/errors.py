"""What can go wrong with an agent process.

AgentProcessError
├── AgentStartError            the agent never ran
│   ├── AgentNotFound          no such program
│   ├── AgentNotExecutable     there is a file, but it cannot be run
│   ├── BadWorkingDirectory    the working directory is missing or closed to us
│   ├── BadLaunchSpec          the command, the directory or the environment makes no sense
│   └── AgentStartFailed       anything else, with the system's reason
├── AgentInputError            bytes for the agent were not taken
│   ├── AgentInputClosed       it has closed its stdin, or it is over
│   └── AgentInputFull         it does not read, and the cap is reached
└── ProcessTreeSurvived        SIGKILL was sent and something is still there

Each message is a sentence for a person: it names the agent's program, and never its environment.
"""

from pathlib import Path


class AgentProcessError(Exception):
    """The root of this tree."""


class AgentStartError(AgentProcessError):
    """The agent never ran. Nothing of it is left."""


class AgentNotFound(AgentStartError):
    """There is no such program."""

    def __init__(self, program: str) -> None:
        super().__init__(
            f"The program “{program}” was not found. Is it installed, and on Easel's PATH?"
        )
        self.program = program


class AgentNotExecutable(AgentStartError):
    """There is a file of this name, but it cannot be run."""

    def __init__(self, program: str, reason: str) -> None:
        super().__init__(f"“{program}” cannot be run: {reason}.")
        self.program = program


class BadWorkingDirectory(AgentStartError):
    """The agent cannot start in this directory."""

    def __init__(self, cwd: Path, reason: str) -> None:
        super().__init__(f"The agent cannot start in “{cwd}”: {reason}.")
        self.cwd = cwd


class BadLaunchSpec(AgentStartError):
    """The launch spec itself is at fault."""


class AgentStartFailed(AgentStartError):
    """The system refused to start the agent."""

    def __init__(self, program: str, reason: str) -> None:
        super().__init__(f"“{program}” could not be started: {reason}.")
        self.program = program


class AgentInputError(AgentProcessError, OSError):
    """Bytes for the agent were not taken. None of them was written.

    An `OSError` too: so it is what `easel_acp.connection.stream.ByteStream` promises.
    """


class AgentInputClosed(AgentInputError):
    """The agent has closed its stdin, or it is over."""

    def __init__(self) -> None:
        super().__init__("The agent no longer takes input.")


class AgentInputFull(AgentInputError):
    """The agent does not read its stdin.

    `waiting` and `cap` are bytes.
    """

    def __init__(self, waiting: int, cap: int) -> None:
        super().__init__(
            f"The agent does not read: {waiting} bytes wait for it, and {cap} is the most."
        )
        self.waiting = waiting
        self.cap = cap


class ProcessTreeSurvived(AgentProcessError):
    """SIGKILL was sent, and these processes are still there. The attempts go on."""

    def __init__(self, pids: tuple[int, ...]) -> None:
        super().__init__(f"These processes did not end: {', '.join(map(str, pids))}.")
        self.pids = pids
