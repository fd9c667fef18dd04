"""`easel serve`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from easel_server.cli.serving import LogLevel


@click.command(short_help="Run the language server; your editor starts it.")
@click.option("--stdio", is_flag=True, help="Speak over stdin and stdout. This is the default.")
@click.option("--tcp", type=click.IntRange(0, 65535), metavar="PORT", help="Listen on TCP.")
@click.option("--ws", type=click.IntRange(0, 65535), metavar="PORT", help="Listen for WebSockets.")
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    default="info",
    show_default=True,
    help="How much to log, to stderr and to the file `log` in the state folder.",
)
@click.option(
    "--state-dir",
    type=click.Path(file_okay=False, resolve_path=True, path_type=Path),
    help="Where conversations and logs are kept.  [default: the setting stateDir]",
)
@click.option("--clientProcessId", "client_process_id", type=int, hidden=True)
def serve(
    *,
    stdio: bool,
    tcp: int | None,
    ws: int | None,
    log_level: "LogLevel",
    state_dir: Path | None,
    client_process_id: int | None,
) -> int:
    """Run the language server. Editors start this.

    Over stdio it serves the one editor that started it, and ends with it. With --tcp or --ws any
    number of editors on this machine can connect, and share conversations. Port 0 takes any free
    port. The address is printed on stderr, together with a file that holds a token: a client has
    to give it as initializationOptions.easel.token.

    \b
    Examples:
      easel serve                     for an editor (LSP over stdio)
      easel serve --tcp 0             for several editors at once
      easel serve --log-level debug   when something is wrong
    """
    if sum([stdio, tcp is not None, ws is not None]) > 1:
        raise click.UsageError("Choose one of --stdio, --tcp and --ws.")
    from easel_server.cli import serving  # noqa: PLC0415  (the server is a lot to import)

    if tcp is not None:
        return serving.serve_tcp(tcp, state_dir, log_level)
    if ws is not None:
        return serving.serve_websocket(ws, state_dir, log_level)
    return serving.serve_stdio(state_dir, log_level)
