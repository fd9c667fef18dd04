"""``kill -9`` of what writes a conversation's log, 500 times: is anything lost that was final?

Fails at the first event that was final and is not there, and at the first line that cannot be read.

    PYTHONPATH=tests python tests/soak/kill_the_writer.py --rounds 500
"""

import random
import tempfile
from pathlib import Path

import click

from easel_testing.log_kills import Kills, writers

ROUNDS_PER_LOG = 25


@click.command()
@click.option("--rounds", default=500, show_default=True)
@click.option("--seed", default=None, type=int, help="Repeat the moments of an earlier run.")
def main(rounds: int, seed: int | None) -> None:
    """Kill writers at random moments and read what they left."""
    seed = seed if seed is not None else random.SystemRandom().randrange(2**32)
    click.echo(f"{rounds} rounds of kill -9, seed {seed}")
    chance, finals = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as folder, writers() as process:
        for first in range(0, rounds, ROUNDS_PER_LOG):
            kills = Kills(Path(folder) / str(first))
            for _ in range(min(ROUNDS_PER_LOG, rounds - first)):
                kills.kill_once(process, chance)
            kills.check(0)
            finals += len(kills.finals)
    click.echo(f"{finals} turns were final; none of them, and no other line, was lost")


if __name__ == "__main__":
    main()
