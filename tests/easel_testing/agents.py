"""The test agent as tests see it: how to start it, and what has reached it."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import msgspec

ENTRY_POINT = Path(__file__).parent / "test_agent" / "__main__.py"
POLL_SECONDS = 0.01
WAIT_SECONDS = 10.0


class Record(msgspec.Struct, frozen=True):
    """One line of a journal: a message the agent received, or a note of its own.

    `at` is in seconds on the monotonic clock of this machine, so records of several processes and
    `time.monotonic()` in the test compare.
    """

    at: float
    pid: int
    received: dict[str, Any] | None = None
    note: str | None = None
    child: int | None = None
    signal: str | None = None
    code: int | None = None
    text: str | None = None
    session: str | int | None = None
    parent: int | None = None
    group: int | None = None
    environment: tuple[str, ...] = ()

    @property
    def method(self) -> str | None:
        """The method of the request or notification; None for responses and notes."""
        return None if self.received is None else self.received.get("method")

    @property
    def params(self) -> dict[str, Any]:
        return {} if self.received is None else self.received.get("params") or {}


class Journal:
    """Everything that reached the agents that share this file, in the order of arrival."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._records: list[Record] = []
        self._offset = 0

    def records(self) -> list[Record]:
        """All records so far; an unfinished last line is left for the next call."""
        if self.path.exists():
            with self.path.open("rb") as file:
                file.seek(self._offset)
                complete, newline, _ = file.read().rpartition(b"\n")
            self._offset += len(complete) + len(newline)
            self._records += [
                msgspec.json.decode(line, type=Record) for line in complete.split(b"\n") if line
            ]
        return list(self._records)

    def received(self, method: str) -> list[Record]:
        """The requests and notifications of one method."""
        return [record for record in self.records() if record.method == method]

    def responses(self) -> list[dict[str, Any]]:
        """What the client answered to the agent's own requests."""
        messages = [record.received for record in self.records() if record.received is not None]
        return [message for message in messages if "method" not in message]

    def methods(self) -> list[str]:
        """The methods in the order of their arrival."""
        return [record.method for record in self.records() if record.method is not None]

    def notes(self, note: str) -> list[Record]:
        return [record for record in self.records() if record.note == note]

    def prompts(self) -> list[str]:
        """The text of every prompt that arrived: proof that nothing was sent twice."""
        return ["\n".join(_texts(record)) for record in self.received("session/prompt")]

    def pids(self) -> list[int]:
        """The agent processes that have written here, in the order of their start."""
        return [record.pid for record in self.notes("started")]

    def children(self) -> list[int]:
        """The pids of what `spawn` steps have started."""
        return [record.child for record in self.notes("spawned") if record.child is not None]

    async def wait_for(
        self, method: str, *, count: int = 1, timeout: float = WAIT_SECONDS
    ) -> Record:
        """The `count`-th message of `method`; raises TimeoutError after `timeout` seconds."""
        return await self._until(
            f"{count} x {method}", lambda: self.received(method), count, timeout
        )

    async def wait_for_note(
        self, note: str, *, count: int = 1, timeout: float = WAIT_SECONDS
    ) -> Record:
        """The `count`-th note of this name; raises TimeoutError after `timeout` seconds."""
        return await self._until(f"{count} x {note}", lambda: self.notes(note), count, timeout)

    async def _until(
        self, wanted: str, found: Callable[[], list[Record]], count: int, timeout: float
    ) -> Record:
        deadline = time.monotonic() + timeout
        while len(records := found()) < count:
            if time.monotonic() > deadline:
                seen = [record.method or record.note for record in self.records()]
                raise TimeoutError(f"{wanted} did not reach the agent; it has seen {seen}")
            await anyio.sleep(POLL_SECONDS)
        return records[count - 1]


def _texts(prompt: Record) -> Iterator[str]:
    for block in prompt.params["prompt"]:
        if block["type"] == "text":
            yield block["text"]


@dataclass(frozen=True)
class ScriptedAgent:
    """A way to start the test agent, with a journal and a state directory of its own."""

    directory: Path
    arguments: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)

    @property
    def journal_path(self) -> Path:
        return self.directory / "journal.jsonl"

    @property
    def command(self) -> list[str]:
        """The whole command line."""
        own = ["--journal", str(self.journal_path), "--state", str(self.directory / "state")]
        return [sys.executable, "-IS", str(ENTRY_POINT), *own, *self.arguments]

    @property
    def setting(self) -> dict[str, Any]:
        """The value for `easel.agents.<name>`."""
        program, *args = self.command
        return {"command": program, "args": args, "env": dict(self.env)}

    def journal(self) -> Journal:
        """A reader that begins at the first record."""
        return Journal(self.journal_path)


def scripted_agent(
    directory: Path,
    *,
    features: str = "load",
    on: Mapping[str, str] | None = None,
    after: Mapping[str, str] | None = None,
    initialize: Mapping[str, Any] | None = None,
    arguments: tuple[str, ...] = (),
    env: Mapping[str, str] | None = None,
) -> ScriptedAgent:
    """The test agent with the given behaviour; see `easel_testing.test_agent` for the language.

    `on` and `after` map moments (`start`, `eof`, a method) to scripts, `initialize` is merged
    into the result of initialize, `arguments` are further options as they stand.
    """
    directory.mkdir(parents=True, exist_ok=True)
    options = ["--features", features]
    for option, hooks in (("--on", on or {}), ("--after", after or {})):
        for moment, script in hooks.items():
            options += [option, moment, script]
    if initialize:
        options += ["--initialize", msgspec.json.encode(initialize).decode()]
    return ScriptedAgent(directory, (*options, *arguments), env or {})


def stream_text(count: int, size: int = 0) -> str:
    """What `stream COUNT size=SIZE` says, all chunks together."""
    return "".join(f"{number} ".ljust(size, ".") for number in range(count))


def alive(pid: int) -> bool:
    """Whether a process of this pid runs; a zombie does not."""
    try:
        os.kill(pid, 0)
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (ProcessLookupError, FileNotFoundError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


async def wait_until_gone(*pids: int, timeout: float = WAIT_SECONDS) -> None:
    """Returns when none of the processes runs; raises TimeoutError after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while left := [pid for pid in pids if alive(pid)]:
        if time.monotonic() > deadline:
            raise TimeoutError(f"still alive: {left}")
        await anyio.sleep(POLL_SECONDS)
