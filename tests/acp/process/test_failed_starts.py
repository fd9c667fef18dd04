"""Starts that cannot work: a typed error with a sentence, and nothing left."""

import asyncio
from pathlib import Path

import pytest

from easel_acp.process import (
    AgentNotExecutable,
    AgentNotFound,
    AgentProcess,
    AgentStartError,
    BadLaunchSpec,
    BadWorkingDirectory,
    LaunchSpec,
    ProcessRegistry,
)
from easel_acp.process.stderr_tail import StderrTail
from easel_acp.process.streams import ByteSink, ByteSource
from easel_acp.process.supervise import StartSupervised
from easel_acp.process.supervisor import AgentStreams
from easel_testing.process_trees import FAMILY, Tree


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "plain.txt").write_text("no program")
    (tmp_path / "folder").mkdir()
    for name, content in {"garbage": "\x7fELF nonsense", "orphan": "#!/no/interpreter\n"}.items():
        (tmp_path / name).write_text(content)
        (tmp_path / name).chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(
    ("command", "error", "words"),
    [
        (("no-such-agent-anywhere",), AgentNotFound, "no-such-agent-anywhere.*not found"),
        (("./missing",), AgentNotFound, "missing"),
        (("./plain.txt",), AgentNotExecutable, "not executable"),
        (("./folder",), AgentNotExecutable, "directory"),
        (("./orphan",), AgentNotExecutable, "interpreter"),
        (("./garbage",), AgentStartError, "garbage"),
        ((), BadLaunchSpec, "empty"),
        (("",), BadLaunchSpec, "empty"),
        (("sh", "a\0b"), BadLaunchSpec, "NUL"),
    ],
)
async def test_w2_a_command_that_cannot_run_is_told_by_its_error(
    command: tuple[str, ...],
    error: type[AgentStartError],
    words: str,
    files: Path,
    tree: Tree,
    registry: ProcessRegistry,
    supervision: StartSupervised,
) -> None:
    spec = LaunchSpec(command, files, tree.env)
    with pytest.raises(error, match=words):
        await AgentProcess.start(spec, registry, supervision=supervision)
    assert tree.alive() == []
    assert list(registry.records()) == []


@pytest.mark.parametrize(
    ("cwd", "words"),
    [("missing", "no such directory"), ("plain.txt", "not a directory")],
)
async def test_a_bad_working_directory_is_told_by_its_error(
    cwd: str, words: str, files: Path, tree: Tree, registry: ProcessRegistry
) -> None:
    with pytest.raises(BadWorkingDirectory, match=words):
        await AgentProcess.start(tree.spec("sh", cwd=files / cwd), registry)


async def test_a_relative_working_directory_is_refused(
    tree: Tree, registry: ProcessRegistry
) -> None:
    with pytest.raises(BadWorkingDirectory, match="absolute"):
        await AgentProcess.start(tree.spec("sh", cwd=Path("here")), registry)


@pytest.mark.parametrize("env", [{"A": "x\0y"}, {"": "x"}, {"A=B": "x"}])
async def test_a_variable_that_no_process_can_have_is_refused(
    env: dict[str, str], tree: Tree, registry: ProcessRegistry, tmp_path: Path
) -> None:
    with pytest.raises(BadLaunchSpec, match="environment"):
        await AgentProcess.start(LaunchSpec(("sh",), tmp_path, tree.env | env), registry)


async def test_no_error_tells_the_environment(tmp_path: Path, registry: ProcessRegistry) -> None:
    spec = LaunchSpec(("no-such-agent",), tmp_path, {"API_KEY": "s3cr3t-value", "PATH": ""})
    with pytest.raises(AgentNotFound) as caught:
        await AgentProcess.start(spec, registry)
    assert "s3cr3t" not in str(caught.value)


async def test_w2_a_start_that_failed_can_be_tried_again(
    files: Path, tree: Tree, registry: ProcessRegistry, supervision: StartSupervised
) -> None:
    program = files / "agent"
    spec = LaunchSpec(("./agent",), files, tree.env)
    with pytest.raises(AgentNotFound):
        await AgentProcess.start(spec, registry, supervision=supervision)
    program.write_text("#!/bin/sh\nexit 4\n")
    program.chmod(0o755)
    process = await AgentProcess.start(spec, registry, supervision=supervision)
    assert (await process.exited).code == 4
    await process.stop()


async def test_the_program_is_found_on_the_path_of_the_agent(
    files: Path, tree: Tree, registry: ProcessRegistry, supervision: StartSupervised
) -> None:
    program = files / "folder" / "only-on-its-path"
    program.write_text("#!/bin/sh\nexit 5\n")
    program.chmod(0o755)
    env = tree.env | {"PATH": f"{program.parent}:{tree.env['PATH']}"}
    spec = LaunchSpec(("only-on-its-path",), files, env)
    process = await AgentProcess.start(spec, registry, supervision=supervision)
    assert (await process.exited).code == 5
    await process.stop()


async def test_a_relative_entry_of_the_path_cannot_bring_a_projects_own_program(
    files: Path, tree: Tree, registry: ProcessRegistry
) -> None:
    (files / "agent").write_text("#!/bin/sh\n")
    (files / "agent").chmod(0o755)
    spec = LaunchSpec(("agent",), files, tree.env | {"PATH": "::.:"})
    with pytest.raises(AgentNotFound):
        await AgentProcess.start(spec, registry)


async def test_an_environment_too_large_for_the_system_is_a_typed_error(
    tree: Tree, registry: ProcessRegistry, tmp_path: Path, supervision: StartSupervised
) -> None:
    spec = LaunchSpec(("sh",), tmp_path, tree.env | {"HUGE": "x" * 4_000_000})
    with pytest.raises(AgentStartError, match="too long"):
        await AgentProcess.start(spec, registry, supervision=supervision)


@pytest.mark.parametrize("moment", range(0, 40, 4))
async def test_w25_a_start_that_is_cancelled_at_any_moment_leaves_nothing(
    moment: int, tree: Tree, registry: ProcessRegistry, supervision: StartSupervised
) -> None:
    spec = tree.shell(f"{FAMILY} cat")
    starting = asyncio.create_task(AgentProcess.start(spec, registry, supervision=supervision))
    await asyncio.wait([starting], timeout=moment / 1000)
    await cancel(starting)
    assert tree.alive() == []
    assert list(registry.records()) == []


@pytest.mark.parametrize("step", range(1, 12))
async def test_w25_a_start_that_is_cancelled_at_any_step_leaves_nothing(
    step: int, tree: Tree, registry: ProcessRegistry, supervision: StartSupervised
) -> None:
    spec = tree.shell(f"{FAMILY} cat")
    streams = AgentStreams(ByteSink(), ByteSource(), StderrTail())
    starting = asyncio.ensure_future(supervision("/bin/sh", spec, "tree", streams))
    for _ in range(step):
        await asyncio.sleep(0)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert tree.alive() == []


async def cancel(starting: "asyncio.Task[AgentProcess]") -> None:
    if starting.cancel():
        with pytest.raises(asyncio.CancelledError):
            await starting
    else:
        await (await starting).kill()
