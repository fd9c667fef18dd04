"""The sweep never touches what is not ours. Records are written by hand: they may say anything."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from easel_acp.process import ProcessRecord, ProcessRegistry, sweep
from easel_acp.process.process_table import ProcessId
from easel_acp.process.registry import Place, current_place
from easel_acp.process.system_table import process_table

HERE = current_place(process_table())
DEAD_SERVER = ProcessId(pid=2**22 + 1, started=1)


@pytest.fixture
def foreigner() -> Iterator["subprocess.Popen[bytes]"]:
    """Somebody else's process."""
    with subprocess.Popen(["sleep", "1000"]) as process:
        yield process
        assert process.poll() is None, "a process that is not ours was killed"
        process.kill()


@pytest.fixture
def orphan() -> Iterator["subprocess.Popen[bytes]"]:
    """What is left of an agent."""
    with subprocess.Popen(["sleep", "1000"]) as process:
        yield process
        process.kill()


def write_record(
    state_dir: Path, agent: ProcessId, place: Place = HERE, server: ProcessId = DEAD_SERVER
) -> Path:
    record = ProcessRecord("tree", place, server, None, agent, "agent")
    path = state_dir / "processes" / "tree.json"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(msgspec.json.encode(record))
    return path


def identity(pid: int) -> ProcessId:
    found = process_table().find(pid)
    assert found is not None
    return found


async def test_w18_a_recycled_pid_is_untouched_and_its_record_cleared(
    tmp_path: Path, foreigner: "subprocess.Popen[bytes]"
) -> None:
    path = write_record(tmp_path, ProcessId(foreigner.pid, identity(foreigner.pid).started - 1))
    (entry,) = await sweep(tmp_path)
    assert entry.outcome == "cleared"
    assert str(entry) == f"cleared: agent {foreigner.pid}"
    assert not path.exists()


async def test_w18_a_living_agent_of_a_dead_server_is_killed(
    tmp_path: Path, orphan: "subprocess.Popen[bytes]"
) -> None:
    write_record(tmp_path, identity(orphan.pid))
    (entry,) = await sweep(tmp_path)
    assert (entry.outcome, entry.found) == ("killed", (orphan.pid,))
    assert orphan.wait(5) == -signal.SIGKILL


async def test_w18_a_recycled_pid_of_the_server_does_not_protect_its_agents(
    tmp_path: Path,
    foreigner: "subprocess.Popen[bytes]",
    orphan: "subprocess.Popen[bytes]",
) -> None:
    recycled = ProcessId(foreigner.pid, identity(foreigner.pid).started - 1)
    write_record(tmp_path, identity(orphan.pid), server=recycled)
    assert [entry.outcome for entry in await sweep(tmp_path)] == ["killed"]


async def test_after_a_power_cut_the_numbers_mean_nothing_and_the_record_is_cleared(
    tmp_path: Path, foreigner: "subprocess.Popen[bytes]"
) -> None:
    earlier = msgspec.structs.replace(HERE, boot="another boot")
    path = write_record(tmp_path, identity(foreigner.pid), place=earlier)
    assert [entry.outcome for entry in await sweep(tmp_path)] == ["cleared"]
    assert not path.exists()


@pytest.mark.parametrize(
    "elsewhere",
    [
        msgspec.structs.replace(HERE, host="another-host"),
        msgspec.structs.replace(HERE, host="another-host", boot="another boot"),
        msgspec.structs.replace(HERE, pid_namespace="another container"),
    ],
    ids=["host", "host-and-boot", "container"],
)
async def test_the_record_of_another_machine_or_container_is_left_alone(
    elsewhere: Place, tmp_path: Path, foreigner: "subprocess.Popen[bytes]"
) -> None:
    path = write_record(tmp_path, identity(foreigner.pid), place=elsewhere)
    assert [entry.outcome for entry in await sweep(tmp_path)] == ["elsewhere"]
    assert path.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"agent": 1}', b"\xff\xfe"])
async def test_a_record_that_cannot_be_read_is_removed_and_reported(
    content: bytes, tmp_path: Path
) -> None:
    path = write_record(tmp_path, DEAD_SERVER)
    path.write_bytes(content)
    (entry,) = await sweep(tmp_path)
    assert entry.outcome == "unreadable"
    assert "cannot be read" in str(entry)
    assert not path.exists()


async def test_a_record_from_a_newer_easel_with_more_fields_is_understood(tmp_path: Path) -> None:
    path = write_record(tmp_path, identity(os.getpid()), server=identity(os.getpid()))
    path.write_bytes(path.read_bytes()[:-1] + b',"more":{"to":"come"}}')
    assert [entry.outcome for entry in await sweep(tmp_path)] == ["inUse"]


async def test_without_any_record_there_is_nothing_to_do(tmp_path: Path) -> None:
    assert await sweep(tmp_path / "never-made") == ()


async def test_drafts_that_were_never_finished_are_removed_when_old(tmp_path: Path) -> None:
    folder = ProcessRegistry(tmp_path).folder
    folder.mkdir()
    new, old = folder / "a.new", folder / "b.new"
    for draft in (new, old):
        draft.write_text("{")
    an_hour_ago = time.time() - 3600
    os.utime(old, (an_hour_ago, an_hour_ago))
    await sweep(tmp_path)
    assert (new.exists(), old.exists()) == (True, False)
