"""How the agent's process ends: with its client, by a signal, on request."""

import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import anyio
import msgspec
import psutil
import pytest

from easel_testing.raw_acp_client import RawAcpClient, RawSession, allow, joined_text

COMMAND = (sys.executable, "-m", "easel_acp.practice_agent")
HANG_SECONDS = 10

Start = Callable[..., AbstractAsyncContextManager[RawAcpClient]]


async def exit_code(client: RawAcpClient) -> int:
    """Wait for the end of the agent's process."""
    with anyio.fail_after(HANG_SECONDS):
        return await client.wire.process.wait()


async def close_stdin(client: RawAcpClient) -> None:
    assert client.wire.process.stdin is not None
    await client.wire.process.stdin.aclose()


async def running_child(session: RawSession, cwd: Path) -> int:
    """Begin a command that would run for long and return the pid of a child of it."""
    session.client.handlers["session/request_permission"] = allow()
    await session.begin("/run sleep 600 & echo $! > child; echo begun; wait")
    await session.wait_for_update(lambda update: "begun" in str(update.get("content")))
    return int((cwd / "child").read_text())


def is_alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def line(method: str, params: object) -> bytes:
    """Return a request as it goes over the wire."""
    request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    return msgspec.json.encode(request) + b"\n"


async def test_it_ends_with_stdin_while_idle(start: Start) -> None:
    async with start() as client:
        await close_stdin(client)
        assert await exit_code(client) == 0
        assert client.wire.stderr == b""


async def test_it_ends_with_stdin_in_mid_turn_and_keeps_what_was_said(
    start: Start, tmp_path: Path
) -> None:
    async with start("--pace", "brisk") as client:
        session = await client.new_session(tmp_path)
        await session.begin("/long forever")
        await session.wait_for_text("no key")
        await close_stdin(client)
        assert await exit_code(client) == 0
        said = session.text()
    async with start() as client:
        loaded = await client.open_session("session/load", session.id, tmp_path)
        assert joined_text(loaded.updates(), "agent_message_chunk") == said
        assert (await loaded.prompt("/recall")).stop_reason == "end_turn"


@pytest.mark.parametrize("end", ["stdin", "SIGTERM", "SIGINT"])
async def test_no_command_outlives_it(start: Start, tmp_path: Path, end: str) -> None:
    async with start() as client:
        child = await running_child(await client.new_session(tmp_path), tmp_path)
        if end == "stdin":
            await close_stdin(client)
        else:
            client.wire.process.send_signal(signal.Signals[end])
        assert await exit_code(client) == 0
        assert not is_alive(child)


@pytest.mark.parametrize("end", ["stdin", "stdout"])
def test_a_client_that_stopped_reading_does_not_keep_it_alive(tmp_path: Path, end: str) -> None:
    command = [*COMMAND, "--pace", "instant", "--state-dir", str(tmp_path / "state")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def send(method: str, params: object) -> dict[str, Any]:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(line(method, params))
            process.stdin.flush()
            answer: dict[str, Any] = msgspec.json.decode(process.stdout.readline())
            return answer

        send("initialize", {"protocolVersion": 1})
        session = send("session/new", {"cwd": str(tmp_path), "mcpServers": []})["result"]
        prompt = [{"type": "text", "text": "/long forever"}]
        send("session/prompt", {"sessionId": session["sessionId"], "prompt": prompt})
        (process.stdin if end == "stdin" else process.stdout).close()
        assert process.wait(HANG_SECONDS) == 0


async def test_what_was_asked_before_the_end_of_stdin_is_answered(tmp_path: Path) -> None:
    requests = line("initialize", {"protocolVersion": 1}) + line(
        "session/new", {"cwd": str(tmp_path), "mcpServers": []}
    )
    command = [*COMMAND, "--state-dir", str(tmp_path / "state")]
    done = await anyio.run_process(command, input=requests.removesuffix(b"\n"))
    answers = [msgspec.json.decode(line) for line in done.stdout.splitlines()]
    results = [answer["result"] for answer in answers if "result" in answer]
    assert results[0]["protocolVersion"] == 1
    assert results[1]["sessionId"]


@pytest.mark.parametrize("stdin", ["file", "null"])
async def test_stdin_may_be_a_file_or_nothing(tmp_path: Path, stdin: str) -> None:
    requests = tmp_path / "requests"
    requests.write_text("")
    source = requests if stdin == "file" else Path("/dev/null")
    command = [*COMMAND, "--state-dir", str(tmp_path / "state")]
    with source.open("rb") as file, anyio.fail_after(HANG_SECONDS):
        done = await anyio.run_process(command, stdin=file)
    assert (done.returncode, done.stdout) == (0, b"")


async def test_it_crashes_on_request_and_the_session_survives(start: Start, tmp_path: Path) -> None:
    async with start() as client:
        session = await client.new_session(tmp_path)
        await session.prompt("My tea is green")
        await session.begin("/crash")
        assert await exit_code(client) == 70
        await client.wire.until(lambda: b"on request" in client.wire.stderr or None)
        assert "I crash now" in session.text()
    async with start() as client:
        loaded = await client.open_session("session/load", session.id, tmp_path)
        assert "> My tea is green" in (await loaded.prompt("/recall")).text


@pytest.mark.parametrize(("argument", "part"), [("--help", "--pace"), ("--version", "easel-")])
async def test_help_and_version_need_no_client(argument: str, part: str) -> None:
    done = await anyio.run_process([*COMMAND, argument])
    assert part in done.stdout.decode()


async def test_the_state_directory_can_come_from_the_environment(tmp_path: Path) -> None:
    params = {"cwd": str(tmp_path), "mcpServers": []}
    requests = line("initialize", {"protocolVersion": 1}) + line("session/new", params)
    await anyio.run_process(
        COMMAND,
        input=requests,
        env={"EASEL_PRACTICE_STATE": str(tmp_path / "here")},
    )
    assert len(list((tmp_path / "here").glob("*.json"))) == 1
