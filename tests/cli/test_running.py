"""The running agents that `easel doctor` shows."""

import json
import subprocess
import sys
from pathlib import Path

import msgspec

from easel_acp.process.process_table import ProcessId
from easel_acp.process.registry import ProcessRecord, Served, current_place
from easel_acp.process.system_table import process_table
from easel_server.cli.running import agents_running, check_of
from easel_testing.agents import scripted_agent
from easel_testing.cli import Home
from easel_testing.easel import easel

NOBODY = ProcessId(2**22 + 1, 1)


def recorded(state: Path, agent: ProcessId, server: ProcessId) -> None:
    """Write the record of an agent as its server does."""
    record = ProcessRecord(
        "tree", current_place(process_table()), server, None, agent, "/bin/agent", Served("c1", 3)
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
    assert running["epoch"] == 1
    details = {check["name"]: check["detail"] for check in told["checks"]}
    shown = details[f"Running agent {running['pid']}"]
    assert f"epoch 1 of conversation {running['conversationId']}" in shown
    assert " MB" in shown


async def test_a_spare_is_shown_as_one_and_then_with_the_conversation_that_it_serves(
    tmp_path: Path,
) -> None:
    agent = scripted_agent(tmp_path / "agent")
    settings = {"pool": {"spares": 1}}
    state = tmp_path / "home" / "state" / "easel"
    async with easel(tmp_path, agents={"test": agent.setting}, settings=settings) as client:
        first = await client.conversation()
        await client.prompt(first, "exit 1")
        spare_pid = (await agent.journal().wait_for("initialize", count=2)).pid
        before = {running.pid: running for running in agents_running(state)}
        assert (before[spare_pid].conversation_id, before[spare_pid].epoch) == (None, None)
        assert "a spare" in check_of(before[spare_pid]).detail

        await client.prompt(first, "say again")

        after = {running.pid: running for running in agents_running(state)}
        assert (after[spare_pid].conversation_id, after[spare_pid].epoch) == (first, 2)
        assert "epoch 2" in check_of(after[spare_pid]).detail


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
    assert "epoch 3 of conversation c1" in check.detail
    assert check.mend is not None


def test_an_agent_that_is_gone_is_not_shown(tmp_path: Path) -> None:
    recorded(tmp_path, NOBODY, NOBODY)
    assert agents_running(tmp_path) == ()
