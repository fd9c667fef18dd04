"""`easel demo`."""

import click


@click.command(short_help="See Easel work: no key, no network.")
@click.option(
    "--pace",
    type=click.Choice(["calm", "brisk"]),
    default="brisk",
    show_default=True,
    help="How fast the practice agent writes.",
)
def demo(*, pace: str) -> int:
    """See Easel work, step by step: no key, no network, nothing of yours is touched.

    The real server runs over stdio, with the practice agent behind it. Each step is checked; the
    exit code is 0 only if all of them really happened.

    \b
    Examples:
      easel demo
      easel demo | cat    the same as plain text
    """
    from easel_server.cli.demo.run import run_demo  # noqa: PLC0415  (a lot to import)

    return run_demo(pace)
