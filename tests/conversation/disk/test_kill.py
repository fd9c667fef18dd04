"""A writer that is killed at any moment leaves a log that can be read, with all that was final."""

import random
from pathlib import Path

import pytest

from easel_testing.log_kills import Kills, writers

ROUNDS = 60


@pytest.mark.linux
def test_no_kill_costs_an_event_that_was_final(tmp_path: Path) -> None:
    kills, chance = Kills(tmp_path / "c"), random.Random(4)
    with writers() as process:
        for _ in range(ROUNDS):
            kills.kill_once(process, chance)
    kills.check(0)
    assert kills.finals, "no writer ever came to the end of a turn"
