"""``kill -9`` of the server, the death of the editor, and the keeper's own."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import anyio
import pytest

from easel_acp.process import ProcessRecord, ProcessRegistry, sweep
from easel_testing import agent_host
from easel_testing.process_trees import FAMILY, Start, Tree, read_line

HostAgents = Callable[[int, str], "subprocess.Popen[bytes]"]

DEAF_FAMILY = f'trap "" TERM INT HUP; {FAMILY} echo ready; sleep 1000'


@pytest.fixture
def host_agents(tree: Tree, tmp_path: Path) -> Iterator[HostAgents]:
    """A server that runs so many agents with such a script. It has a session of its own."""
    servers: list[subprocess.Popen[bytes]] = []

    def host(count: int, script: str) -> subprocess.Popen[bytes]:
        command = [*agent_host.COMMAND, str(tmp_path), str(count), script]
        env = tree.env | agent_host.ENVIRONMENT
        server = subprocess.Popen(command, stdout=subprocess.PIPE, env=env, start_new_session=True)
        servers.append(server)
        assert server.stdout is not None
        assert [server.stdout.readline() for _ in "12"] == [b"starting\n", b"ready\n"]
        return server

    yield host
    for server in servers:
        server.kill()
        server.wait()
        assert server.stdout is not None
        server.stdout.close()


def records(registry: ProcessRegistry) -> list[ProcessRecord]:
    return [file.record for file in registry.records() if file.record]


async def test_w18_after_kill_9_of_the_server_nothing_remains(
    host_agents: HostAgents, tree: Tree
) -> None:
    server = host_agents(2, DEAF_FAMILY)
    await tree.until_alive(10)
    server.kill()
    server.wait()
    await tree.until_gone(3)


async def test_w19_when_the_session_of_the_editor_is_hung_up_nothing_remains(
    host_agents: HostAgents, tree: Tree
) -> None:
    server = host_agents(1, DEAF_FAMILY)
    os.killpg(server.pid, signal.SIGHUP)
    server.wait()
    await tree.until_gone(3)


async def test_w18_the_next_start_clears_the_records_of_the_killed_server(
    host_agents: HostAgents, tree: Tree, registry: ProcessRegistry, tmp_path: Path
) -> None:
    server = host_agents(2, DEAF_FAMILY)
    server.kill()
    server.wait()
    swept = await sweep(tmp_path)
    assert {entry.outcome for entry in swept} <= {"killed", "cleared"}
    assert len(swept) == 2
    assert tree.alive() == []
    assert records(registry) == []


async def test_w18_the_sweep_ends_what_is_left_when_keeper_and_server_were_killed(
    host_agents: HostAgents, tree: Tree, registry: ProcessRegistry, tmp_path: Path
) -> None:
    server = host_agents(1, DEAF_FAMILY)
    await tree.until_alive(6)
    (record,) = records(registry)
    assert record.keeper is not None
    for pid in (server.pid, record.keeper.pid):
        os.kill(pid, signal.SIGKILL)
    server.wait()
    (entry,) = await sweep(tmp_path)
    assert entry.outcome == "killed"
    assert tree.alive() == []
    assert records(registry) == []


async def test_w18_agents_of_a_living_server_are_untouched(
    start: Start, tree: Tree, tmp_path: Path
) -> None:
    process = await start(tree.shell("cat"))
    (entry,) = await sweep(tmp_path)
    assert entry.outcome == "inUse"
    process.write(b"alive\n")
    assert await read_line(process) == "alive"


async def test_a_keeper_that_is_killed_takes_its_agent_along_and_the_server_the_rest(
    start: Start, tree: Tree, registry: ProcessRegistry
) -> None:
    process = await start(tree.shell(DEAF_FAMILY))
    assert await read_line(process) == "ready"
    await tree.until_alive(6)
    (record,) = records(registry)
    assert record.keeper is not None
    os.kill(record.keeper.pid, signal.SIGKILL)
    with anyio.fail_after(1):
        status = await process.exited
    assert (status.code, status.signal, status.deliberate) == (None, None, False)
    assert status.reason == "unknown status"
    await process.stop()
    assert tree.alive() == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
async def test_the_keeper_is_deaf_to_what_a_terminal_sends(
    number: int, start: Start, tree: Tree, registry: ProcessRegistry
) -> None:
    process = await start(tree.shell("cat"))
    (record,) = records(registry)
    assert record.keeper is not None
    assert os.getsid(record.keeper.pid) == record.keeper.pid
    os.kill(record.keeper.pid, number)
    process.write(b"alive\n")
    assert await read_line(process) == "alive"


async def test_a_record_names_the_processes_and_no_secret(
    start: Start, tree: Tree, registry: ProcessRegistry
) -> None:
    secret = "s3cr3t-value"
    spec = tree.spec(sys.executable, "-c", "input()", secret)
    process = await start(type(spec)(spec.command, spec.cwd, {**spec.env, "API_KEY": secret}))
    (record,) = records(registry)
    assert record.agent.pid == process.pid
    assert record.server.pid == os.getpid()
    assert record.program == Path(sys.executable).name
    assert secret not in next(registry.records()).path.read_text()
    await process.stop()
    assert records(registry) == []


async def test_a_disk_that_refuses_the_record_costs_a_warning_not_the_agent(
    tree: Tree, registry: ProcessRegistry, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    registry.folder.parent.mkdir(exist_ok=True)
    registry.folder.write_text("a file where the folder should be")
    process = await start(tree.shell("cat"))
    assert "without a record" in caplog.text
    await process.stop()
