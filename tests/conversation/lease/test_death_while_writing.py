"""A server that dies at any moment of a claim leaves a directory that the next one can claim."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from easel_conversation.lease import Claimed, system_processes, this_server
from easel_conversation.lease.files import LEASE_FILE
from easel_testing.leases import ENVIRONMENT, NO_PROCESS, Owner, read_lease, this_host, write_lease

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")

THEIRS = 7
"""The generation that is there to begin with, another program's."""
MOMENTS = 20
"""More than a claim has file operations."""

DIE = """
import os, signal, sys, time
from pathlib import Path
from easel_conversation.lease import system_processes, this_server
from easel_testing.leases import Owner

moments = 0
directory = None

def die_when_the_moment_has_come(event, arguments):
    global moments
    if event in {"open", "os.rename"} and directory and str(arguments[0]).startswith(directory):
        moments -= 1
        if moments == 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(die_when_the_moment_has_come)
deaths = 0
for name in sys.argv[1:]:
    child = os.fork()
    if child == 0:
        processes = system_processes()
        owner = Owner(Path(name), this_server(processes), processes, time.time)
        directory, moments = name, int(Path(name).name)
        owner.lease.claim()
        os._exit(0)
    deaths += os.waitpid(child, 0)[1] == signal.SIGKILL
print(deaths)
"""
"""Claims each conversation in a child, which dies before the file operation that the name says."""


def test_the_next_server_claims_at_once_and_in_a_new_generation(tmp_path: Path) -> None:
    directories = [tmp_path / str(moment) for moment in range(1, MOMENTS + 1)]
    for directory in directories:
        directory.mkdir()
        write_lease(
            directory,
            generation=THEIRS,
            owner_host=this_host(),
            owner_pid=NO_PROCESS,
            expires_at=time.time() + 3600,
        )
    command = [sys.executable, "-c", DIE, *map(str, directories)]
    run = subprocess.run(command, env=ENVIRONMENT, stdout=subprocess.PIPE, check=True, text=True)
    assert 5 < int(run.stdout) < MOMENTS
    processes = system_processes()
    rescuer = this_server(processes)
    for directory in directories:
        left_behind = read_lease(directory)["generation"]
        if left_behind > THEIRS:
            # Another program clears what the dead server held; only the side file still knows it.
            (directory / LEASE_FILE).unlink()
        owner = Owner(directory, rescuer, processes, time.time)
        outcome = owner.lease.claim()
        assert isinstance(outcome, Claimed)
        assert outcome.lease.generation > left_behind
        assert owner.lease.guard(lambda: "written") == "written"
        assert not list(directory.glob("*.new"))
