"""Sixteen processes race for a conversation, a thousand times: does each have one winner?

Prints the count of conversations that had none or several, and fails if it is not 0.

    PYTHONPATH=tests python tests/soak/race_for_leases.py --rounds 1000
"""

import sys
import tempfile
from pathlib import Path

import click

from easel_testing import lease_race


@click.command()
@click.option("--rounds", default=1000, show_default=True)
@click.option("--racers", default=16, show_default=True)
def main(rounds: int, racers: int) -> None:
    """Race for leases and count the rounds without exactly one winner."""
    click.echo(f"{rounds} rounds, {racers} processes each")
    with tempfile.TemporaryDirectory() as folder:
        wrong = lease_race.main(Path(folder), racers, rounds)
    click.echo(f"rounds without exactly one winner: {wrong}")
    sys.exit(wrong != 0)


if __name__ == "__main__":
    main()
