"""`easel doctor`."""

import click

from easel_server.cli import options


@click.command(short_help="Check what is installed and how to mend what is wrong.")
@options.as_json
def doctor(*, as_json: bool) -> int:
    """Check what is installed, what would start, what is wrong and how to mend it.

    Starts nothing and changes nothing. The exit code is 1 if a check failed; warnings do not
    count.

    \b
    Examples:
      easel doctor
      easel doctor --json | jq '.checks[] | select(.status != "ok")'
    """
    from easel_server.cli.doctor import examine  # noqa: PLC0415  (reads the machine)

    return examine(as_json=as_json)
