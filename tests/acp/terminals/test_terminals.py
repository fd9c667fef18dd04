"""terminal/*: real commands, from their start to their release."""

import os
import sys
from pathlib import Path

import anyio
import pytest

from easel_acp.files.errors import InvalidPathError, OutsideRootsError
from easel_acp.files.roots import Roots
from easel_acp.terminals.errors import (
    CommandNotFoundError,
    CommandNotStartedError,
    TerminalsClosedError,
    TooManyTerminalsError,
    UnknownTerminalError,
)
from easel_acp.terminals.registry import TerminalRegistry, open_terminals
from easel_acp.terminals.running import StartCommand
from easel_acp.terminals.values import ExitStatus, TerminalId, TerminalOutput
from easel_testing.screen import DEADLINE, Screen, is_alive

FOREVER = ("sleep", ["1000"])


async def run(terminals: TerminalRegistry, line: str) -> TerminalOutput:
    """Run a shell line to its end."""
    terminal_id = await terminals.create(line)
    with anyio.fail_after(DEADLINE):
        await terminals.wait_for_exit(terminal_id)
    return terminals.output(terminal_id)


async def test_a_command_shows_its_output_and_its_exit_code(terminals: TerminalRegistry) -> None:
    output = await run(terminals, "echo grün; echo err >&2; exit 3")
    assert output == TerminalOutput("grün\nerr\n", False, ExitStatus(3, None))


async def test_the_output_is_complete_when_the_command_has_ended(
    terminals: TerminalRegistry,
) -> None:
    output = await run(terminals, "seq 1 9999")
    assert output.output.splitlines() == [str(number) for number in range(1, 10_000)]


async def test_arguments_are_not_read_by_a_shell(terminals: TerminalRegistry) -> None:
    terminal_id = await terminals.create("printf", ["%s\n", "a b", "*", "$HOME"])
    await terminals.wait_for_exit(terminal_id)
    assert terminals.output(terminal_id).output == "a b\n*\n$HOME\n"


async def test_output_can_be_read_while_the_command_runs(
    terminals: TerminalRegistry, screen: Screen
) -> None:
    terminal_id = await terminals.create("echo first; sleep 1000")
    await screen.wait_for(terminals, terminal_id, "first\n")
    assert terminals.output(terminal_id).exit_status is None


async def test_everybody_who_waits_learns_the_end(
    terminals: TerminalRegistry, screen: Screen
) -> None:
    terminal_id = await terminals.create("echo up; sleep 1000")
    await screen.wait_for(terminals, terminal_id, "up")
    ends: list[ExitStatus] = []

    async def wait() -> None:
        ends.append(await terminals.wait_for_exit(terminal_id))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(wait)
        tasks.start_soon(wait)
        await anyio.wait_all_tasks_blocked()
        await terminals.kill(terminal_id)
    assert ends == [ExitStatus(None, "SIGTERM")] * 2
    assert await terminals.wait_for_exit(terminal_id) == ends[0]


async def test_a_wait_that_is_given_up_leaves_the_command_alone(
    terminals: TerminalRegistry,
) -> None:
    terminal_id = await terminals.create(*FOREVER)
    with anyio.move_on_after(0.01):
        await terminals.wait_for_exit(terminal_id)
    assert terminals.output(terminal_id).exit_status is None


async def test_a_killed_terminal_still_shows_its_output(
    terminals: TerminalRegistry, screen: Screen
) -> None:
    terminal_id = await terminals.create("echo so far; sleep 1000")
    await screen.wait_for(terminals, terminal_id, "so far")
    await terminals.kill(terminal_id)
    assert terminals.output(terminal_id) == TerminalOutput(
        "so far\n", False, ExitStatus(None, "SIGTERM")
    )
    await terminals.kill(terminal_id)


async def test_a_released_terminal_is_unknown_and_its_last_output_was_told(
    terminals: TerminalRegistry, screen: Screen
) -> None:
    terminal_id = await terminals.create("echo bye")
    await terminals.wait_for_exit(terminal_id)
    await terminals.release(terminal_id)
    assert screen.released[terminal_id] == TerminalOutput("bye\n", False, ExitStatus(0, None))
    with pytest.raises(UnknownTerminalError) as refused:
        terminals.output(terminal_id)
    assert refused.value.acp_error().code == -32002
    for method in (terminals.wait_for_exit, terminals.kill, terminals.release):
        with pytest.raises(UnknownTerminalError):
            await method(terminal_id)


async def test_a_release_ends_the_command_and_whoever_waits(
    terminals: TerminalRegistry, screen: Screen
) -> None:
    terminal_id = await terminals.create("echo $$; exec sleep 1000")
    pid = int((await screen.wait_for(terminals, terminal_id, r"(\d+)\n"))[1])
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(terminals.wait_for_exit, terminal_id)
        await anyio.wait_all_tasks_blocked()
        await terminals.release(terminal_id)
    assert not is_alive(pid)


async def test_all_terminals_end_with_the_conversation(
    cwd: Path, screen: Screen, start: StartCommand
) -> None:
    async with open_terminals(
        Roots.of(cwd), on_output=screen.on_output, on_release=screen.on_release, start=start
    ) as terminals:
        ids = [await terminals.create("echo $$; exec sleep 1000") for _ in range(3)]
        pids = [int((await screen.wait_for(terminals, each, r"(\d+)\n"))[1]) for each in ids]
    assert not any(map(is_alive, pids))
    assert screen.released.keys() == set(ids)
    with pytest.raises(TerminalsClosedError):
        await terminals.create("true")


async def test_after_a_release_of_all_new_terminals_can_be_opened(
    terminals: TerminalRegistry,
) -> None:
    first = await terminals.create(*FOREVER)
    await terminals.release_all()
    with pytest.raises(UnknownTerminalError):
        terminals.output(first)
    assert (await run(terminals, "echo again")).output == "again\n"


async def test_only_so_many_terminals_are_open_until_some_are_released(
    terminals: TerminalRegistry,
) -> None:
    ids = [await terminals.create("true") for _ in range(4)]
    with pytest.raises(TooManyTerminalsError) as refused:
        await terminals.create("true")
    assert refused.value.acp_error().data == {"kind": "tooManyTerminals", "limit": 4}
    await terminals.release(ids[0])
    await terminals.create("true")


async def test_concurrent_calls_keep_to_the_limit_too(terminals: TerminalRegistry) -> None:
    outcomes: list[str] = []

    async def create() -> None:
        try:
            await terminals.create(*FOREVER)
            outcomes.append("created")
        except TooManyTerminalsError:
            outcomes.append("refused")

    async with anyio.create_task_group() as tasks:
        for _ in range(7):
            tasks.start_soon(create)
    assert sorted(outcomes) == ["created"] * 4 + ["refused"] * 3


async def test_a_failed_start_takes_no_place(terminals: TerminalRegistry, cwd: Path) -> None:
    (cwd / "script").write_text("#!/no/such/interpreter\n")
    (cwd / "script").chmod(0o755)
    for _ in range(5):
        with pytest.raises(CommandNotStartedError) as refused:
            await terminals.create("./script", ["x"])
        assert refused.value.acp_error().data["reason"] == "ENOENT"
        with pytest.raises(CommandNotFoundError):
            await terminals.create("no-such-program", ["x"])
    await terminals.create("true")


async def test_too_long_a_command_is_an_error(terminals: TerminalRegistry) -> None:
    with pytest.raises(CommandNotStartedError) as refused:
        await terminals.create("true", ["x" * 5_000_000])
    assert refused.value.acp_error().data["reason"] == "E2BIG"


async def test_a_command_runs_in_the_conversations_directory(
    terminals: TerminalRegistry, cwd: Path
) -> None:
    (cwd / "sub").mkdir()
    assert (await run(terminals, "pwd -P")).output == f"{cwd}\n"
    terminal_id = await terminals.create("pwd", ["-P"], cwd=str(cwd / "sub"))
    await terminals.wait_for_exit(terminal_id)
    assert terminals.output(terminal_id).output == f"{cwd}/sub\n"


async def test_a_directory_outside_the_roots_is_refused(
    terminals: TerminalRegistry, cwd: Path
) -> None:
    (cwd / "link").symlink_to(cwd.parent)
    for outside in (cwd.parent, cwd / "..", cwd / "link"):
        with pytest.raises(OutsideRootsError):
            await terminals.create("true", cwd=str(outside))
    with pytest.raises(InvalidPathError):
        await terminals.create("true", cwd="sub")


@pytest.mark.parametrize(("name", "reason"), [("missing", "ENOENT"), ("file", "ENOTDIR")])
async def test_a_directory_that_is_none_is_refused(
    terminals: TerminalRegistry, cwd: Path, name: str, reason: str
) -> None:
    (cwd / "file").touch()
    with pytest.raises(CommandNotStartedError) as refused:
        await terminals.create("true", cwd=str(cwd / name))
    assert refused.value.acp_error().data["reason"] == reason


async def test_a_command_gets_the_users_environment_and_the_agents(
    terminals: TerminalRegistry,
) -> None:
    terminal_id = await terminals.create(
        "echo $USER_VARIABLE $AGENT_VARIABLE; env | wc -l", env={"AGENT_VARIABLE": "a=b c"}
    )
    await terminals.wait_for_exit(terminal_id)
    first, count = terminals.output(terminal_id).output.splitlines()
    assert first == "user a=b c"
    assert int(count) >= len(os.environ)


async def test_output_beyond_the_limit_loses_its_beginning(terminals: TerminalRegistry) -> None:
    terminal_id = await terminals.create("printf 'ä%.0s' 1 2 3 4 5", output_byte_limit=5)
    await terminals.wait_for_exit(terminal_id)
    output = terminals.output(terminal_id)
    assert (output.output, output.truncated) == ("ää", True)


async def test_no_agent_gets_more_output_than_we_keep(terminals: TerminalRegistry) -> None:
    terminal_id = await terminals.create("seq 1 99999", output_byte_limit=2**60)
    await terminals.wait_for_exit(terminal_id)
    output = terminals.output(terminal_id)
    assert len(output.output) == 100_000
    assert output.truncated


async def test_a_flood_of_output_does_not_keep_a_kill_waiting(
    terminals: TerminalRegistry, screen: Screen
) -> None:
    terminal_id = await terminals.create("yes")
    await screen.wait_for(terminals, terminal_id, "y\n")
    with anyio.fail_after(DEADLINE):
        await terminals.kill(terminal_id)
    assert terminals.output(terminal_id).exit_status == ExitStatus(None, "SIGTERM")


async def test_a_command_that_reads_its_input_finds_it_empty(terminals: TerminalRegistry) -> None:
    assert (await run(terminals, "cat; echo end")).output == "end\n"


async def test_nobody_is_asked_for_a_password_that_nobody_can_type(
    terminals: TerminalRegistry,
) -> None:
    output = await run(terminals, "read answer </dev/tty || echo refused")
    assert output.output.endswith("refused\n")


async def test_a_command_sees_a_terminal_with_a_size(
    terminals: TerminalRegistry, kind: str
) -> None:
    script = "import os; print(os.isatty(1), os.isatty(2), *os.get_terminal_size(1))"
    if kind == "piped":
        pytest.skip("a pipe is no terminal")
    terminal_id = await terminals.create(sys.executable, ["-c", script])
    await terminals.wait_for_exit(terminal_id)
    assert terminals.output(terminal_id).output == "True True 120 40\n"


async def test_an_unknown_terminal_is_unknown(terminals: TerminalRegistry) -> None:
    with pytest.raises(UnknownTerminalError):
        terminals.output(TerminalId("terminal-nothing"))


async def test_no_descriptor_is_left_open(terminals: TerminalRegistry, cwd: Path) -> None:
    await terminals.release(await terminals.create("true"))
    before = len(os.listdir("/dev/fd"))
    for _ in range(3):
        await terminals.release(await terminals.create(*FOREVER))
        with pytest.raises(CommandNotStartedError):
            await terminals.create("true", cwd=str(cwd / "missing"))
    assert len(os.listdir("/dev/fd")) == before
