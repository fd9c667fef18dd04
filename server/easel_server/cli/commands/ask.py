"""`easel ask`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from easel_server.cli import options

if TYPE_CHECKING:
    from easel_conversation.ids import AgentName
    from easel_server.cli.render.permission import Answer


@click.command()
@click.argument("prompt", required=False)
@options.agent
@options.cwd
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object at the end, for programs."
)
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but the answer and errors.")
@click.option("--allow", is_flag=True, help="Allow whatever the agent asks to do.")
@click.option("--reject", is_flag=True, help="Reject whatever the agent asks to do.")
def ask(
    *,
    prompt: str | None,
    agent: "AgentName | None",
    cwd: Path,
    as_json: bool,
    quiet: bool,
    allow: bool,
    reject: bool,
) -> int:
    """Ask an agent one thing and print its answer.

    The answer goes to stdout, and everything else (tool calls, usage, questions) to stderr. What
    is piped in is appended to PROMPT, or is the prompt. Without --allow or --reject you are asked
    when the agent wants permission; where nobody can be asked, it is rejected. Ctrl-C stops the
    agent.

    \b
    Exit codes:
      0    the agent completed its turn
      2    the answer was cut off by a limit
      3    the agent refused
      4    the turn was stopped
      5    the agent crashed or failed
      6    the agent cannot start, or wants a login
      64   wrong usage
      130  Ctrl-C
      1    anything else

    \b
    Examples:
      easel ask "What does this project do?"
      git diff | easel ask "Write a commit message" > message.txt
      easel ask --allow "Fix the failing test" && make test
      easel ask --json "List the TODOs" | jq -r .answer
    """
    if allow and reject:
        raise click.UsageError("Choose one of --allow and --reject.")
    permissions: Answer | None = "allow" if allow else "reject" if reject else None
    from easel_server.cli.ask.run import AskOptions, run_ask  # noqa: PLC0415  (a lot to import)

    return run_ask(AskOptions(prompt, agent, cwd, as_json, quiet, permissions))
