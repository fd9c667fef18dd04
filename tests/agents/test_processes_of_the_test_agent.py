"""The test agent: children, signals and the end of its input."""

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import anyio
import pytest

from easel_testing.agents import Journal, alive, scripted_agent, wait_until_gone
from easel_testing.raw_lines import RawAgent, raw_agent, raw_session

pytestmark = pytest.mark.linux


@asynccontextmanager
async def after_spawning(tmp_path: Path, how: str) -> AsyncIterator[tuple[RawAgent, int]]:
    """An agent with a child of this kind, which is killed at the end."""
    scripted = scripted_agent(tmp_path)
    async with raw_session(scripted.command, tmp_path) as (agent, session):
        await agent.prompt(session, f"spawn {how}")
        [child] = scripted.journal().children()
        try:
            yield agent, child
        finally:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)


async def test_a_plain_child_is_in_the_agents_group(tmp_path: Path) -> None:
    async with after_spawning(tmp_path, "") as (agent, child):
        assert os.getpgid(child) == agent.pid
    await wait_until_gone(child)


async def test_a_child_may_hold_stdout_open(tmp_path: Path) -> None:
    async with after_spawning(tmp_path, "stdout") as (agent, child):
        os.kill(agent.pid, signal.SIGKILL)
        await agent.process.wait()
        assert alive(child)
        assert not agent.ended
        os.kill(child, signal.SIGKILL)
        await agent.until(lambda: agent.ended or None)


async def test_a_child_may_have_a_session_of_its_own(tmp_path: Path) -> None:
    async with after_spawning(tmp_path, "session") as (agent, child):
        assert os.getsid(child) == child
        os.killpg(agent.pid, signal.SIGKILL)
        await agent.process.wait()
        assert alive(child)


async def test_a_daemon_has_left_the_tree(tmp_path: Path) -> None:
    async with after_spawning(tmp_path, "daemon stdout") as (agent, child):
        assert os.getsid(child) == child
        os.killpg(agent.pid, signal.SIGKILL)
        await agent.process.wait()
        assert alive(child)
        assert not agent.ended


async def test_a_child_may_ignore_sigterm(tmp_path: Path) -> None:
    async with after_spawning(tmp_path, "stubborn") as (_, child):
        stat = Path(f"/proc/{child}/status").read_text(encoding="utf-8")
        [ignored] = [line for line in stat.splitlines() if line.startswith("SigIgn")]
        assert int(ignored.split()[1], 16) & (1 << (signal.SIGTERM - 1))


async def test_sigterm_is_noted_and_ends_the_agent(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path)
    async with raw_session(scripted.command, tmp_path) as (agent, _):
        os.kill(agent.pid, signal.SIGTERM)
        with anyio.fail_after(10):
            assert await agent.process.wait() == -signal.SIGTERM
    assert [record.signal for record in scripted.journal().notes("signal")] == ["SIGTERM"]


async def test_sigterm_can_be_ignored(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path, on={"start": "ignore-sigterm"})
    async with raw_session(scripted.command, tmp_path) as (agent, session):
        os.kill(agent.pid, signal.SIGTERM)
        await scripted.journal().wait_for_note("signal")
        assert "result" in await agent.prompt(session, "say alive")


async def test_the_end_of_the_input_ends_the_agent(tmp_path: Path) -> None:
    async with raw_session(scripted_agent(tmp_path).command, tmp_path) as (agent, session):
        await agent.begin_prompt(session, "hang")
        await close_stdin(agent)
        with anyio.fail_after(10):
            assert await agent.process.wait() == 0


async def test_the_end_of_the_input_can_be_ignored(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path, on={"start": "ignore-eof", "eof": "noted deaf to the end"})
    async with raw_session(scripted.command, tmp_path) as (agent, _):
        await close_stdin(agent)
        await scripted.journal().wait_for_note("noted")
        assert agent.process.returncode is None


async def test_nothing_outlives_its_longest_life(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path, arguments=("--max-life", "0.2"))
    async with raw_agent(scripted.command) as agent:
        with anyio.fail_after(10):
            assert await agent.process.wait() == 99


async def test_waiting_for_what_never_comes_names_what_came(tmp_path: Path) -> None:
    scripted = scripted_agent(tmp_path)
    async with raw_session(scripted.command, tmp_path):
        with pytest.raises(TimeoutError, match=r"session/new"):
            await scripted.journal().wait_for("session/cancel", timeout=0.05)
        with pytest.raises(TimeoutError, match="still alive"):
            await wait_until_gone(os.getpid(), timeout=0.05)


async def test_an_unfinished_line_of_the_journal_is_left_for_later(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.path.write_bytes(b'{"at":1,"pid":2,"note":"eof"}\n{"at":1,')
    assert [record.note for record in journal.records()] == ["eof"]
    with journal.path.open("ab") as file:
        file.write(b'"pid":2,"note":"exit"}\n')
    assert [record.note for record in journal.records()] == ["eof", "exit"]


async def close_stdin(agent: RawAgent) -> None:
    assert agent.process.stdin is not None
    await agent.process.stdin.aclose()
