"""Runs `easel demo`."""

import shutil
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import anyio
from rich.text import Text

from easel_conversation.events import ElicitationRequested, PermissionRequested
from easel_conversation.ids import AgentName
from easel_server.cli import console
from easel_server.cli.demo.stage import Stage, StepFailed
from easel_server.cli.demo.steps import BEFORE, FILE, STEPS
from easel_server.cli.errors import ExitCode
from easel_server.cli.program import called_as
from easel_server.cli.questions.answerer import FormAnswer, Rule
from easel_server.cli.render.pieces import Piece
from easel_server.cli.server_process import own_server
from easel_server.cli.state import command_state
from easel_server.cli.turn_view import Printer, TurnView
from easel_server.io.background import task_group_beside
from easel_server.protocol.conversation import CreateParams

AGENT: Final = AgentName("easel-practice")
INTRODUCTION: Final = """\
This program plays the editor: it starts `easel serve` and speaks LSP to it over stdio. \
The server starts the agent that ships with Easel and speaks ACP to it. No key, no network, \
and everything happens in a temporary folder."""
CLOSING: Final = """\
All of this really happened, checked event by event.
Now yours: `{easel} doctor`, then `{easel} chat`; README.md says how to set up your editor."""
READING_SECONDS: Final = 1.0
"""How long a person gets for a question or the end of a step, on a terminal."""


def run_demo(pace: str) -> int:
    """Show every step; the exit code is 0 if all of them happened."""
    folder = Path(tempfile.mkdtemp(prefix="easel-demo-")).resolve()
    try:
        anyio.run(_demo, folder, pace)
    except (KeyboardInterrupt, BrokenPipeError):
        shutil.rmtree(folder, ignore_errors=True)
        raise
    # After a failure it stays: the log in it may say why.
    shutil.rmtree(folder, ignore_errors=True)
    return ExitCode.OK


async def _demo(folder: Path, pace: str) -> None:
    project, state = folder / "project", command_state(folder / "state")
    project.mkdir()
    (project / FILE).write_text(BEFORE, encoding="utf-8")
    printer = Printer(console.stdout())
    is_watched = sys.stdout.isatty()
    show = Show(printer, READING_SECONDS if is_watched else 0.0)
    show.begin()
    view = TurnView(answer=printer, notes=printer, is_live=is_watched and not console.is_dumb())
    async with own_server(state, project, _settings(folder, pace)) as client:
        conversation = await client.create(CreateParams(agent=AGENT, cwd=project.as_uri()))
        async with AsyncExitStack() as stack:
            tasks = await stack.enter_async_context(task_group_beside())
            stack.callback(view.end)
            if view.live is not None:
                await stack.enter_async_context(view.live.drawn())
            stage = Stage(client, conversation, view, project)
            await stage.open(show, tasks)
            await _play(stage, show, state.log)


async def _play(stage: Stage, show: "Show", log: Path) -> None:
    process = None
    for number, step in enumerate(STEPS, 1):
        show.title(number, step.title, step.prompt)
        try:
            seen = await step.play(stage, step.prompt, process)
        except StepFailed as error:
            where = f"step {number} ({step.title.lower()})"
            raise StepFailed(f"In {where}: {error} The server's log: {log}") from error
        process = process or await stage.process()
        await show.seen(seen)
    show.end()


def _settings(folder: Path, pace: str) -> dict[str, Any]:
    """The practice agent at that pace, with its sessions out of the user's way."""
    command = [sys.executable, "-P", "-m", "easel_acp.practice_agent"]
    command += ["--pace", pace, "--state-dir", str(folder / "agent")]
    return {"agents": {AGENT: {"command": command}}}


@dataclass(frozen=True, slots=True)
class Show:
    """The words between the steps. Also answers the agent, late enough to be read."""

    printer: Printer
    seconds: float

    def begin(self) -> None:
        """What this is."""
        self._say(INTRODUCTION)

    def title(self, number: int, title: str, prompt: str) -> None:
        """A step begins."""
        head = f"── {number}/{len(STEPS)} {title} "
        self._say(Text(f"{head}{'─' * (78 - len(head))}", style="bold cyan"))
        self.printer.print(Piece("prompt", Text(f"> {prompt}", style="bold")))

    async def seen(self, sentence: str) -> None:
        """A step is over, and this is what was checked."""
        self._say(Text(f"✓ {sentence}", style="green"))
        await anyio.sleep(self.seconds)

    def end(self) -> None:
        """All of it happened."""
        self._say(CLOSING.format(easel=called_as()))

    def _say(self, words: str | Text) -> None:
        self.printer.print(Piece("note", words))

    async def permission(self, event: PermissionRequested) -> str | None:
        """Allow, once."""
        await anyio.sleep(self.seconds)
        return await Rule("allow").permission(event)

    async def elicitation(self, _: ElicitationRequested) -> FormAnswer:
        """No step asks for input."""
        return FormAnswer("cancel")
