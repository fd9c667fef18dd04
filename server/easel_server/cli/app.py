"""The commands of `easel`, and what their ends mean for the shell."""

import sys
from io import TextIOWrapper
from typing import Any

import click

from easel_server.cli.commands.agents import agents
from easel_server.cli.commands.ask import ask
from easel_server.cli.commands.chat import chat
from easel_server.cli.commands.completion import completion
from easel_server.cli.commands.conversations import conversations
from easel_server.cli.commands.demo import demo
from easel_server.cli.commands.doctor import doctor
from easel_server.cli.commands.lease import lease
from easel_server.cli.commands.mcp import mcp
from easel_server.cli.commands.practice_agent import practice_agent
from easel_server.cli.commands.serve import serve
from easel_server.cli.errors import ExitCode, ReaderLeft
from easel_server.cli.failures import guarded


class InGivenOrder(click.Group):
    """Lists its commands as they were added: what newcomers need comes first."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command.

        Raises:
            ReaderLeft: in place of BrokenPipeError, of which click would make the exit code 1.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderLeft from error


@click.group(
    cls=InGivenOrder,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 90},
)
@click.version_option(package_name="easel-ls", prog_name="easel")
def easel() -> None:
    """Coding agents in any editor, and in this terminal.

    Easel is a language server: your editor speaks LSP to it, and it runs agents over ACP.

    \b
    Begin here:
      easel demo      see it work: no key, no network
      easel doctor    what is installed, and what is missing
      easel chat      talk to an agent in this terminal
      easel serve     what your editor starts
    """


for command in (
    demo,
    chat,
    ask,
    conversations,
    lease,
    agents,
    doctor,
    serve,
    practice_agent,
    mcp,
    completion,
):
    easel.add_command(command)


def run() -> int:
    """Run the command line of this process; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(
                errors="replace"
            )  # a poor encoding costs a tick mark, not the answer
    return guarded(_run)


def _run() -> int:
    try:
        code = easel.main(prog_name="easel", standalone_mode=False)
    except click.UsageError as error:
        error.show()
        return ExitCode.USAGE
    except click.ClickException as error:
        error.show()
        return ExitCode.ERROR
    except click.Abort:
        return ExitCode.INTERRUPTED
    return code if isinstance(code, int) else ExitCode.OK
