"""``kill -9`` of a server with agents, at random moments, many times: how many processes survive?

Each agent ignores SIGTERM and leaves children, sessions of their own, double forks and daemons
behind. In some rounds the keepers are killed together with the server; then the next server's sweep
has to do the work. Prints the count of survivors, and fails if it is not 0.

    PYTHONPATH=tests python tests/soak/kill_the_server.py --rounds 200
"""

import os
import random
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE

import anyio
import click

from easel_acp.process import ProcessRegistry, sweep
from easel_testing import agent_host
from easel_testing.process_trees import FAMILY, Tree

AGENTS = 3
LATEST_MOMENT = 0.25
"""Seconds after the server began to start its agents; by then all of them run."""
DEADLINE = 3.0
"""Seconds from the kill until nothing may be left."""
KEEPERS_TOO = 0.2
"""The share of rounds in which the keepers die as well."""
SCRIPT = f'trap "" TERM INT HUP; {FAMILY} echo ready; {FAMILY} sleep 1000'


@dataclass(frozen=True)
class Round:
    """What one kill left after the deadline, and how long the others took, in seconds."""

    survivors: int
    seconds: float


async def kill_once(moment: float, with_keepers: bool, state_dir: Path) -> Round:
    """Kill one server `moment` seconds after it began."""
    tree = Tree()
    command = [*agent_host.COMMAND, str(state_dir), str(AGENTS), SCRIPT]
    env = tree.env | agent_host.ENVIRONMENT
    async with await anyio.open_process(command, stdout=PIPE, stderr=None, env=env) as server:
        assert server.stdout is not None
        await server.stdout.receive()
        await anyio.sleep(moment)
        if with_keepers:
            _kill_keepers(state_dir)
        server.kill()
        killed_at = time.monotonic()
    if with_keepers:
        await sweep(state_dir)
    try:
        await tree.until_gone(DEADLINE)
    except TimeoutError:
        left = tree.alive()
        tree.end()
        return Round(len(left), time.monotonic() - killed_at)
    return Round(0, time.monotonic() - killed_at)


def _kill_keepers(state_dir: Path) -> None:
    for file in ProcessRegistry(state_dir).records():
        if file.record and file.record.keeper:
            try:
                os.kill(file.record.keeper.pid, signal.SIGKILL)
            except ProcessLookupError:
                click.echo("A keeper was gone before its server.")


async def run(rounds: int, seed: int) -> int:
    """All rounds; gives the count of survivors."""
    chance = random.Random(seed)
    survivors, slowest = 0, 0.0
    for number in range(1, rounds + 1):
        with tempfile.TemporaryDirectory() as state_dir:
            moment = chance.uniform(0, LATEST_MOMENT)
            with_keepers = chance.random() < KEEPERS_TOO
            result = await kill_once(moment, with_keepers, Path(state_dir))
        survivors += result.survivors
        slowest = max(slowest, result.seconds)
        if number % 20 == 0 or result.survivors:
            click.echo(f"round {number}: {survivors} survivors, slowest {slowest:.2f} s")
    return survivors


@click.command()
@click.option("--rounds", default=200, show_default=True)
@click.option("--seed", default=None, type=int, help="Repeat the moments of an earlier run.")
def main(rounds: int, seed: int | None) -> None:
    """Kill servers at random moments and count what survives."""
    seed = seed if seed is not None else random.SystemRandom().randrange(2**32)
    click.echo(f"{rounds} rounds of kill -9, {AGENTS} agents each, seed {seed}")
    survivors = anyio.run(run, rounds, seed)
    click.echo(f"survivors: {survivors}")
    sys.exit(survivors != 0)


if __name__ == "__main__":
    main()
