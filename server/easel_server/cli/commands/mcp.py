"""`easel mcp`."""

import os

import click

from easel_server.cli.errors import CliError
from easel_server.version import VERSION


@click.command(short_help="Run the MCP server that lets an agent open canvases.")
def mcp() -> None:
    """Run the MCP server through which an agent opens canvases. Agents start this.

    Easel names it to an agent with each conversation, together with a secret that is good for
    that conversation only. The setting easel.canvas.agentTools turns it off.

    \b
    Examples:
      easel mcp       as an agent starts it: MCP over stdin and stdout
    """
    from easel_canvas.bridge.client import NotLetIn  # noqa: PLC0415  (only this one needs it)
    from easel_canvas.bridge.mcp_server import (  # noqa: PLC0415  (the SDK is a lot to import)
        NotStartedByEasel,
        serve,
    )

    try:
        serve(os.environ, VERSION)
    except (NotStartedByEasel, NotLetIn) as error:
        raise CliError(str(error)) from error
