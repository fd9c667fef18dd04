"""No process of a terminal outlives it, however it was started, whoever dies."""

import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import anyio
import psutil
import pytest
from anyio.lowlevel import checkpoint

from easel_acp.files.roots import Roots
from easel_acp.terminals.errors import TerminalsClosedError
from easel_acp.terminals.registry import TerminalLimits, TerminalRegistry, open_terminals
from easel_acp.terminals.running import StartCommand
from easel_acp.terminals.values import ExitStatus, TerminalId, TerminalOutput
from easel_testing.screen import DEADLINE, Screen, is_alive, wait_until_gone

CHILD = "sleep 1000 & echo child $!"
OWN_SESSION = "setsid sh -c 'echo child $$; exec sleep 1000' &"
DEAF = "sh -c 'trap \"\" TERM HUP INT; echo child $$; while :; do sleep 1; done' &"
DOUBLE_FORK = "(setsid sh -c 'trap \"\" HUP; echo child $$; exec sleep 1000' &)"


async def shown_pid(terminals: TerminalRegistry, screen: Screen, terminal_id: TerminalId) -> int:
    return int((await screen.wait_for(terminals, terminal_id, r"child (\d+)\n"))[1])


LINES = [CHILD, OWN_SESSION, DEAF, DOUBLE_FORK]
IDS = ["child", "own session", "deaf", "double fork"]


@pytest.mark.parametrize("verb", ["kill", "release"])
@pytest.mark.parametrize("line", LINES, ids=IDS)
async def test_the_whole_tree_ends(
    terminals: TerminalRegistry, screen: Screen, line: str, verb: str
) -> None:
    terminal_id = await terminals.create(f"{line}\nwait; sleep 1000")
    pid = await shown_pid(terminals, screen, terminal_id)
    await getattr(terminals, verb)(terminal_id)
    assert not is_alive(pid)


async def test_a_deaf_command_is_killed(terminals: TerminalRegistry, screen: Screen) -> None:
    terminal_id = await terminals.create("trap '' TERM; echo up; while :; do sleep 1; done")
    await screen.wait_for(terminals, terminal_id, "up")
    await terminals.kill(terminal_id)
    assert await terminals.wait_for_exit(terminal_id) == ExitStatus(None, "SIGKILL")


async def test_a_command_may_clean_up_when_it_is_killed(
    cwd: Path, screen: Screen, start: StartCommand
) -> None:
    async with open_terminals(
        Roots.of(cwd),
        on_output=screen.on_output,
        limits=TerminalLimits(grace=DEADLINE, kill_timeout=DEADLINE),
        start=start,
    ) as terminals:
        line = "trap 'echo bye; exit 7' TERM; echo up; sleep 1000 & wait"
        terminal_id = await terminals.create(line)
        await screen.wait_for(terminals, terminal_id, "up")
        await terminals.kill(terminal_id)
        output = terminals.output(terminal_id)
    assert output == TerminalOutput("up\nbye\n", False, ExitStatus(7, None))


async def test_what_a_command_leaves_in_the_background_ends_after_it(
    terminals: TerminalRegistry, screen: Screen
) -> None:
    """The exit is told at once: nobody waits for the background to let go of the terminal."""
    terminal_id = await terminals.create(f"{CHILD}; exit 5")
    pid = await shown_pid(terminals, screen, terminal_id)
    with anyio.fail_after(DEADLINE):
        assert await terminals.wait_for_exit(terminal_id) == ExitStatus(5, None)
    await wait_until_gone(pid)


async def test_a_cancelled_conversation_leaves_no_process(
    cwd: Path, screen: Screen, start: StartCommand
) -> None:
    with anyio.CancelScope() as conversation:
        async with open_terminals(
            Roots.of(cwd), on_output=screen.on_output, start=start
        ) as terminals:
            terminal_id = await terminals.create(f"{CHILD}; wait")
            pid = await shown_pid(terminals, screen, terminal_id)
            conversation.cancel()
            await anyio.sleep_forever()
    assert not is_alive(pid)


async def test_a_start_that_is_cancelled_leaves_no_process(cwd: Path, start: StartCommand) -> None:
    others = children()
    async with open_terminals(Roots.of(cwd), start=start) as terminals:
        for turns in range(12):
            created: list[TerminalId] = []
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(create_or_be_refused, terminals, created)
                await several_turns(turns)
                tasks.cancel_scope.cancel()
            for terminal_id in created:
                await terminals.release(terminal_id)
        await wait_until_gone(*children().difference(others))
    assert children() <= others


async def test_a_release_while_a_command_starts_ends_it(cwd: Path, start: StartCommand) -> None:
    others = children()
    async with open_terminals(Roots.of(cwd), start=start) as terminals:
        for turns in range(12):
            created: list[TerminalId] = []
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(create_or_be_refused, terminals, created)
                await several_turns(turns)
                await terminals.release_all()
            await terminals.release_all()
        assert children() <= others


async def create_or_be_refused(terminals: TerminalRegistry, created: list[TerminalId]) -> None:
    with suppress(TerminalsClosedError):
        created.append(await terminals.create("sleep", ["1000"]))


async def several_turns(number: int) -> None:
    """Let the other tasks go on for *number* turns of the event loop, to any point of theirs."""
    for _ in range(number):
        await checkpoint()


def children() -> set[int]:
    """The living processes below this one; a server of other tests may be among them."""
    return {child.pid for child in psutil.Process().children(recursive=True) if is_alive(child.pid)}


SERVER = """
import anyio, sys
from pathlib import Path
from easel_acp.files.roots import Roots
from easel_acp.terminals.errors import TerminalsClosedError
from easel_acp.terminals.registry import open_terminals

async def main():
    async with open_terminals(Roots.of(Path(sys.argv[1]))) as terminals:
        terminal = await terminals.create(sys.argv[2])
        while not terminals.output(terminal).output.endswith("\\n"):
            await anyio.sleep(0.01)
        print(terminals.output(terminal).output, flush=True)
        await anyio.sleep_forever()

anyio.run(main)
"""


@pytest.mark.linux
@pytest.mark.skipif(sys.platform != "linux", reason="needs a keeper")
@pytest.mark.parametrize("line", LINES, ids=IDS)
async def test_a_terminal_does_not_survive_the_kill_of_the_server(cwd: Path, line: str) -> None:
    arguments = [sys.executable, "-c", SERVER, str(cwd), f"{line}\nwait; sleep 1000"]
    async with await anyio.open_process(arguments, stdin=subprocess.DEVNULL) as server:
        assert server.stdout
        with anyio.fail_after(DEADLINE):
            pid = int((await server.stdout.receive()).split()[-1])
        assert is_alive(pid)
        server.send_signal(signal.SIGKILL)
    await wait_until_gone(pid)
