"""The running agents that `easel doctor` shows."""

import json
import subprocess
import sys
from pathlib import Path

import msgspec

from easel_acp.process.process_table import ProcessId, process_table
from easel_acp.process.registry import ProcessRecord, current_place
from easel_server.cli.running import agents_running, check_of
from easel_testing.cli import Home

NOBODY = ProcessId(2**22 + 1, 1)


def recorded(state: Path, agent: ProcessId, server: ProcessId) -> None:
    """Write the record of an agent as its server does."""
    record = ProcessRecord(
        "tree", current_place(process_table()), server, None, agent, "/bin/agent", "c1"
    )
    (state / "processes").mkdir()
    (state / "processes" / "tree.json").write_bytes(msgspec.json.encode(record))


def test_doctor_shows_an_agent_that_runs_with_its_memory_and_server(home: Home) -> None:
    with home.started("ask", "say begun\nhang", stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.read(5) == "begun"
        told = json.loads(home.run("doctor", "--json").stdout)
        process.terminate()
        process.communicate()
    (running,) = told["processes"]
    assert running["serverIsAlive"]
    assert running["rssBytes"] > 0
    assert f"Running agent {running['pid']}" in {check["name"] for check in told["checks"]}


def test_an_agent_without_its_server_is_left_over_and_says_what_ends_it(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as agent:
        living = process_table().find(agent.pid)
        assert living is not None
        recorded(tmp_path, living, NOBODY)
        (found,) = agents_running(tmp_path)
        agent.kill()
    check = check_of(found)
    assert (found.pid, found.server_is_alive, check.status) == (agent.pid, False, "warn")
    assert "conversation c1" in check.detail
    assert check.mend is not None


def test_an_agent_that_is_gone_is_not_shown(tmp_path: Path) -> None:
    recorded(tmp_path, NOBODY, NOBODY)
    assert agents_running(tmp_path) == ()
