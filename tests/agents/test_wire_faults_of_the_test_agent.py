"""The test agent: every fault on the wire is really there."""

import json
import signal
from pathlib import Path

import anyio
import pytest

from easel_testing.agents import scripted_agent
from easel_testing.raw_lines import RawAgent, raw_session
from easel_testing.test_agent.steps.wire_faults import FAULTS


async def lines_of(tmp_path: Path, script: str) -> tuple[RawAgent, list[bytes]]:
    """What the script writes between two marks."""
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        await agent.prompt(session, f"say begin\n{script}\nsay end")
    [begin] = [n for n, line in enumerate(agent.lines) if b'"begin"' in line]
    [end] = [n for n, line in enumerate(agent.lines) if b'"end"' in line]
    return agent, agent.lines[begin + 1 : end]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("scalar", b"42"),
        ("string", b'"just a string"'),
        ("array", b"[]"),
        ("null", b"null"),
        ("empty", b""),
    ],
)
async def test_a_line_may_be_no_object(tmp_path: Path, name: str, line: bytes) -> None:
    assert (await lines_of(tmp_path, f"fault {name}"))[1] == [line]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("nan", b'"used":NaN'),
        ("bad-utf8", b"\xff\xc3"),
        ("surrogate", rb"\ud83d"),
        ("bom", b"\xef\xbb\xbf{"),
        ("crlf", b"}\r"),
        ("unknown-update", b'"hologram"'),
        ("no-update", b'"update":null'),
        ("unknown-notification", b'"_test/unheard_of"'),
        ("unknown-request", b'"test/unheard_of"'),
        ("unknown-response", b'"id":987654'),
        ("string-id", b'"id":"2"'),
        ("meta-hijack", b'"_meta":{"session_id":"HIJACK"'),
        ("nested-jsonrpc", b'"_meta":{"jsonrpc"'),
        ("deep", b"[" * 1000),
    ],
)
async def test_a_line_is_wrong_in_the_way_named(tmp_path: Path, name: str, part: bytes) -> None:
    [line] = (await lines_of(tmp_path, f"fault {name}"))[1]
    assert part in line


def test_every_fault_is_tested() -> None:
    tests = [test_a_line_may_be_no_object, test_a_line_is_wrong_in_the_way_named]
    tested = {case[0] for test in tests for case in test.pytestmark[0].args[1]}  # type: ignore[attr-defined]
    assert tested == FAULTS.keys()


async def test_noise_and_raw_lines_are_verbatim(tmp_path: Path) -> None:
    _, lines = await lines_of(
        tmp_path, 'noise npm WARN deprecated\nraw {"id": 99, "x": "$session"}'
    )
    assert lines[0] == b"npm WARN deprecated"
    assert json.loads(lines[1])["x"].startswith("test-")


async def test_a_line_may_be_huge(tmp_path: Path) -> None:
    agent, [line] = await lines_of(tmp_path, "huge-line 1000000")
    assert len(line) > 1_000_000
    assert agent.text() == "begin" + "h" * 1_000_000 + "end"


async def test_a_character_may_be_split_over_two_writes(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path)
    async with raw_session(scripted.command, tmp_path) as (agent, session):
        await agent.prompt(session, "split-utf8 a€😀")
    assert agent.text() == "a€😀"
    assert any(chunk[-1] >= 0x80 for chunk in agent.chunks)


async def test_a_line_may_lack_its_end(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path)
    async with raw_session(scripted.command, tmp_path) as (agent, session):
        await agent.begin_prompt(session, 'partial {"jsonrpc":\nexit 3')
        await agent.until(lambda: agent.ended or None)
        assert await agent.process.wait() == 3
    assert agent.chunks[-1].endswith(b'{"jsonrpc":')


async def test_stderr_takes_lines_and_floods(tmp_path: Path) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        await agent.prompt(session, "stderr Authorization: Bearer sk-abc\nstderr-flood 1000000")
        await agent.until(lambda: len(agent.stderr) >= 1_000_000 or None)
    assert agent.stderr.startswith(b"Authorization: Bearer sk-abc\n")


async def test_a_flood_is_fast_and_stops_with_the_turn(tmp_path: Path) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        turn = await agent.begin_prompt(session, "flood 100000000")
        await agent.wait_for_request("session/update")
        await agent.cancel(session)
        assert (await agent.response(turn))["result"] == {"stopReason": "cancelled"}


async def test_an_agent_may_stop_reading(tmp_path: Path) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        await agent.prompt(session, "deaf")
        await agent.notify("one/more", {})
        with pytest.raises(TimeoutError), anyio.fail_after(0.5):
            await agent.notify("stuck", {"text": "x" * 1_000_000})


async def test_an_agent_may_close_its_output_and_live_on(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path)
    async with raw_session(scripted.command, tmp_path) as (agent, session):
        await agent.begin_prompt(session, "close-stdout\nnoted still here\nhang")
        await agent.until(lambda: agent.ended or None)
        await scripted.journal().wait_for_note("noted")
        assert agent.process.returncode is None


@pytest.mark.linux
async def test_the_process_can_end_by_code_and_by_signal(tmp_path: Path) -> None:
    for script, status in (("exit 7", 7), ("kill KILL", -signal.SIGKILL), ("kill segv", -11)):
        async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
            await agent.begin_prompt(session, script)
            with anyio.fail_after(10):
                assert await agent.process.wait() == status
