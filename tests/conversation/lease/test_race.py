"""Sixteen processes want each conversation at the same moment, and one gets it.

`tests/soak/race_for_leases.py` does the same for longer.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from easel_testing.leases import ENVIRONMENT


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_sixteen_processes_one_winner_each_time(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "easel_testing.lease_race", str(tmp_path), "16", "60"]
    race = subprocess.run(
        command, env=ENVIRONMENT, stdout=subprocess.PIPE, check=True, text=True, timeout=50
    )
    assert race.stdout == "0\n"
