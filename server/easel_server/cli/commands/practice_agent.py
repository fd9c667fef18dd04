"""`easel practice-agent`."""

import click


@click.command(
    "practice-agent",
    short_help="Run the agent that ships with Easel.",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def practice_agent(*, arguments: tuple[str, ...]) -> int:
    """Run the agent that ships with Easel: no key, no network.

    It speaks ACP over stdin and stdout and is started by Easel, or by any other ACP client.

    \b
    Examples:
      easel practice-agent --help
      easel practice-agent --pace instant
    """
    from easel_acp.practice_agent import main  # noqa: PLC0415  (an agent of its own)

    return main(arguments)
