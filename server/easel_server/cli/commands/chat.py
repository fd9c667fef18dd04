"""`easel chat`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from easel_server.cli import options

if TYPE_CHECKING:
    from easel_conversation.ids import AgentName


@click.command()
@options.agent
@options.cwd
@options.resume
def chat(*, agent: "AgentName | None", cwd: Path, resume: str | None) -> int:
    """Talk to an agent in this terminal.

    Enter sends, Alt-Enter begins a new line. Ctrl-C stops the answer (pressed again when the
    agent does not react, it ends the agent's process), Ctrl-D leaves. Type / for commands and @
    to point the agent to a file; Tab completes both. What you send while the agent works waits
    until it is done.

    \b
    Examples:
      easel chat                         with the default agent, here
      easel chat --agent easel-practice  no key, no network: try everything
      easel chat --cwd ~/project
      easel chat --resume                go on with the newest conversation
    """
    from easel_server.cli.chat.run import run_chat  # noqa: PLC0415  (terminal libraries)

    return run_chat(agent, cwd, resume)
