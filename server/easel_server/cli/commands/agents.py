"""`easel agents`."""

import click

from easel_server.cli import options


@click.command(short_help="List the agents, and why some cannot start.")
@options.as_json
def agents(*, as_json: bool) -> int:
    """List the agents that can be chosen, and why others cannot.

    They come from `agents` in config.toml, from Zed and JetBrains, and from PATH. The practice
    agent is always there. Nothing is started.

    \b
    Examples:
      easel agents
      easel agents --json | jq -r '.agents[] | select(.available) | .id'
    """
    from easel_server.cli.agents import list_agents  # noqa: PLC0415  (reads the machine)

    return list_agents(as_json=as_json)
