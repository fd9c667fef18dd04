"""`terminal`: the output of a command."""

from typing import Annotated, Final

import wcwidth
from msgspec import Meta

from easel_canvas.builtin.files import read_bytes
from easel_canvas.builtin.kind import Kind, View
from easel_canvas.builtin.surroundings import Surroundings
from easel_canvas.builtin.text import fenced
from easel_canvas.inputs import MIB, FilePath, Titled, either
from easel_canvas.values import JsonObject

MAX_OUTPUT: Final = 2 * MIB
MAX_LINES_OF_TEXT: Final = 2000


class TerminalInput(Titled, frozen=True, kw_only=True):
    """The output of a command."""

    output: (
        Annotated[
            str,
            Meta(
                max_length=MAX_OUTPUT,
                description="What the command wrote, as it came: colours and other escape "
                "sequences are shown as a terminal shows them.",
            ),
        ]
        | None
    ) = None
    file: FilePath | None = None
    command: (
        Annotated[str, Meta(max_length=10_000, description="The command line that was run.")] | None
    ) = None
    cwd: Annotated[str, Meta(max_length=4096, description="Where it was run.")] | None = None
    exit_code: Annotated[int, Meta(description="Its exit code, once it has ended.")] | None = None


class TerminalView(View):
    """Output that is read only: nothing runs here."""

    def __init__(self, given: TerminalInput, output: str) -> None:
        super().__init__()
        self.title = given.title or given.command
        self._given = given
        self._output = output
        if given.exit_code is not None:
            self.status = f"exit code {given.exit_code}"

    def content(self) -> JsonObject:
        """`{output, command, cwd, exitCode}`; what is not known is null."""
        return {
            "output": self._output,
            "command": self._given.command,
            "cwd": self._given.cwd,
            "exitCode": self._given.exit_code,
        }

    def text(self) -> str:
        """The command, its output without escape sequences, its end."""
        lines = plain_lines(self._output)
        hidden = len(lines) - MAX_LINES_OF_TEXT
        if hidden > 0:
            lines = [f"… {hidden:,} earlier lines", *lines[hidden:]]
        if self._given.command is not None:
            lines.insert(0, f"$ {self._given.command}")
        end = "" if self.status is None else f"\n\n{self.status}"
        return fenced("\n".join(lines), "console") + end


def plain_lines(output: str) -> list[str]:
    """The lines as they stand in the end: without sequences, and overwritten as by a terminal."""
    text = wcwidth.strip_sequences(output.replace("\r\n", "\n"))
    return [_overwritten(line) for line in text.split("\n")]


def _overwritten(line: str) -> str:
    """A line after its carriage returns and backspaces: a progress bar is its last state."""
    shown = ""
    for piece in line.split("\r"):
        written = _without_backspaces(piece)
        shown = written + shown[len(written) :]
    return "".join(character for character in shown if character == "\t" or character >= " ")


def _without_backspaces(piece: str) -> str:
    kept: list[str] = []
    for character in piece:
        if character != "\b":
            kept.append(character)
        elif kept:
            kept.pop()
    return "".join(kept)


async def _make(given: TerminalInput, surroundings: Surroundings) -> View:
    either({"output": given.output, "file": given.file})
    if given.file is None:
        return TerminalView(given, given.output or "")
    data = await read_bytes(given.file, surroundings, MAX_OUTPUT)
    return TerminalView(given, data.decode(errors="replace"))


TERMINAL = Kind(
    canvas_id="terminal",
    title="Terminal output",
    description="Show the output of a command with its colours, such as a test run or a build "
    "log. It only shows: nothing is run.",
    input=TerminalInput,
    make=_make,
)
