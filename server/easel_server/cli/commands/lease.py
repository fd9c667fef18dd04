"""`easel lease`."""

import click

from easel_server.cli import options


@click.group(short_help="See which server has a conversation, and have it let go.")
def lease() -> None:
    """See which server has a conversation, and have it let go.

    One server at a time runs a conversation: that of the editor, or of the terminal, in which it
    was opened first. Others read it. An ID may be the beginning of one, or `last` for the newest.

    \b
    Examples:
      easel lease show last
      easel lease release 3f2a
      easel lease take 3f2a --force
    """


@lease.command()
@options.conversation
@options.as_json
def show(*, conversation: str, as_json: bool) -> int:
    """Say which server has a conversation, and whether it is alive.

    \b
    Examples:
      easel lease show last
      easel lease show 3f2a --json | jq .lease.ownerPid
    """
    from easel_server.cli.lease.showing import show_lease  # noqa: PLC0415  (terminal libraries)

    return show_lease(conversation, as_json=as_json)


@lease.command()
@options.conversation
@options.as_json
def release(*, conversation: str, as_json: bool) -> int:
    """Clear what a server that is gone has left behind.

    A server that is alive keeps its conversation: ask it with `easel lease take`.

    \b
    Examples:
      easel lease release 3f2a
    """
    from easel_server.cli.lease.freeing import release_lease  # noqa: PLC0415  (as above)

    return release_lease(conversation, as_json=as_json)


@lease.command(short_help="Have a server let a conversation go.")
@options.conversation
@click.option(
    "--force",
    is_flag=True,
    help="Also from a server that is at work, or does not answer.",
)
@options.as_json
def take(*, conversation: str, force: bool, as_json: bool) -> int:
    """Have a server that is alive let a conversation go, so that it can be opened elsewhere.

    The server is asked, and lets go if nothing is going on in the conversation. It goes on showing
    it. With --force what runs in it is stopped.

    \b
    Exit codes:
      0    it is free now
      1    the server keeps it; the message says why

    \b
    Examples:
      easel lease take 3f2a
      easel lease take 3f2a --force
    """
    from easel_server.cli.lease.freeing import take_lease  # noqa: PLC0415  (as above)

    return take_lease(conversation, force=force, as_json=as_json)
