"""The pipes of an agent."""

import asyncio
from pathlib import Path

import pytest

from easel_acp.process import AgentInputClosed, AgentInputFull, AgentProcess, agent_environment
from easel_acp.process.pipes import open_pipes
from easel_acp.process.stderr_tail import StderrTail
from easel_acp.process.streams import INPUT_CAP, ByteSink, ByteSource
from easel_acp.process.supervisor import AgentStreams
from easel_testing.process_trees import Start, Tree, read_all, read_line

WRITE_UNTIL_NOBODY_READS = """
import os, select, sys
written = 0
while select.select([], [1], [], 0.5)[1]:
    written += os.write(1, bytes(4096))
sys.stderr.write(str(written))
"""


async def test_what_is_written_arrives_and_what_the_agent_says_is_read(
    start_either_way: Start, tree: Tree
) -> None:
    process = await start_either_way(tree.shell("cat"))
    process.write(b"hello\n")
    assert await read_line(process) == "hello"


async def test_the_agent_runs_in_its_directory_with_its_arguments(
    start_either_way: Start, tree: Tree, tmp_path: Path
) -> None:
    spec = tree.spec("/bin/sh", "-c", 'pwd; echo "$1"', "sh", "with blank, ü and ''", cwd=tmp_path)
    process = await start_either_way(spec)
    assert (await read_all(process)).decode() == f"{tmp_path}\nwith blank, ü and ''\n"


async def test_w24_the_whole_environment_of_the_user_reaches_the_agent_and_ours_does_not(
    start_either_way: Start, tree: Tree
) -> None:
    user = {**tree.env, "API_KEY": "k", "HTTPS_PROXY": "p", "EASEL_TOKEN": "ours"}
    spec = tree.shell('echo "$API_KEY $HTTPS_PROXY $SETTING [$EASEL_TOKEN]"')
    env = agent_environment(user, {"SETTING": "s"})
    process = await start_either_way(type(spec)(spec.command, spec.cwd, env))
    assert await read_line(process) == "k p s []"


async def test_a_setting_of_the_agent_wins_over_the_users_variable() -> None:
    assert agent_environment({"A": "1", "B": "2"}, {"B": "3"}) == {"A": "1", "B": "3"}


async def test_large_output_arrives_whole_in_large_pieces(
    start_either_way: Start, tree: Tree
) -> None:
    process = await start_either_way(tree.shell("head -c 3000000 /dev/zero"))
    pieces = [piece async for piece in process.stdout]
    assert sum(map(len, pieces)) == 3_000_000
    assert max(map(len, pieces)) <= 256 * 1024


async def test_an_agent_whose_output_nobody_reads_waits_and_costs_bounded_memory(
    start_either_way: Start, tree: Tree
) -> None:
    process = await start_either_way(tree.python(WRITE_UNTIL_NOBODY_READS))
    status = await process.exited
    assert 64 * 1024 <= int(status.stderr_tail) < 2 * 1024 * 1024


async def test_writing_to_an_agent_that_does_not_read_never_blocks_and_is_bounded(
    start_either_way: Start, tree: Tree
) -> None:
    process = await start_either_way(tree.shell("sleep 1000"))
    process.write(bytes(INPUT_CAP - 1))
    with pytest.raises(AgentInputFull) as caught:
        process.write(bytes(1024 * 1024))
    assert caught.value.cap == INPUT_CAP
    assert (await process.stop(grace=0.2)).deliberate


async def test_what_was_refused_is_not_written_in_part(start: Start, tree: Tree) -> None:
    process = await start(tree.shell("head -n 1 | wc -c"))
    process.write(bytes(INPUT_CAP - 1))
    with pytest.raises(AgentInputFull):
        process.write(bytes(1024 * 1024))
    process.write(b"\n")
    assert await read_line(process) == str(INPUT_CAP)


async def test_writing_to_an_agent_that_has_closed_its_stdin_is_a_typed_error(
    start_either_way: Start, tree: Tree
) -> None:
    process = await start_either_way(tree.shell("exec 0<&-; echo closed; sleep 1000"))
    assert await read_line(process) == "closed"
    with pytest.raises(AgentInputClosed):
        await _write_until_refused(process)


async def _write_until_refused(process: AgentProcess) -> None:
    for _ in range(100):
        process.write(b"x")
        await asyncio.sleep(0)


async def test_writing_to_a_dead_agent_is_a_typed_error(
    start_either_way: Start, tree: Tree
) -> None:
    process = await start_either_way(tree.shell("exit 0"))
    await process.stop()
    with pytest.raises(AgentInputClosed):
        process.write(b"x")


async def test_the_end_of_stdout_is_exact_although_the_agent_lives_on(
    start_either_way: Start, tree: Tree
) -> None:
    process = await start_either_way(tree.shell("echo last; exec 1>&-; read line; exit 7"))
    assert await read_all(process) == b"last\n"
    assert not process.exited.is_set
    process.write(b"go\n")
    assert (await process.exited).code == 7


async def test_what_was_written_before_the_end_can_be_read_after_it(
    start_either_way: Start, tree: Tree
) -> None:
    process = await start_either_way(tree.shell("echo last words"))
    await process.stop()
    assert await read_all(process) == b"last words\n"


async def test_the_agent_inherits_no_descriptor_and_no_ignored_signal(
    start: Start, tree: Tree
) -> None:
    code = """
import os, signal
print(sorted(os.listdir('/proc/self/fd'))[:4], flush=True)
print([s for s in (1, 2, 3, 15, 20) if signal.getsignal(s) is signal.SIG_IGN])
print(os.getsid(0) == os.getpgid(0) == os.getpid())
"""
    process = await start(tree.python(code))
    lines = (await read_all(process)).decode().splitlines()
    # The fourth is the listing itself.
    assert lines == ["['0', '1', '2', '3']", "[]", "True"]


async def test_input_that_is_closed_again_and_again_is_closed_once() -> None:
    streams = AgentStreams(ByteSink(), ByteSource(), StderrTail())
    async with open_pipes(streams):
        streams.stdin.write(b"x")
        for _ in range(2):
            streams.stdin.close()
            streams.finish()
    with pytest.raises(AgentInputClosed):
        streams.stdin.write(b"x")
    assert await streams.stdout.read() == b""
    await streams.stderr.ended
