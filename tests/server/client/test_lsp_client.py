"""The client: servers that misbehave, and the test client that insists on being read."""

import sys
from pathlib import Path
from typing import Any

import anyio
import pytest

from easel_server.client import connect
from easel_server.client.connect import open_server_process
from easel_server.client.lsp_client import LspClient
from easel_server.io.jsonrpc import PeerGone, ResponseError
from easel_testing.example_transports import EXAMPLE_COMMAND, WAIT_SECONDS
from easel_testing.lsp_client import RecordingClient, UnreadMessages


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


async def test_leaving_says_shutdown_and_exit() -> None:
    async with open_server_process([*EXAMPLE_COMMAND, "stdio"]) as server:
        async with LspClient(server.channel) as client:
            await client.initialize()
        with anyio.fail_after(WAIT_SECONDS):
            assert await server.process.wait() == 0


async def test_a_server_that_dies_fails_the_requests_that_wait_for_it() -> None:
    async with (
        open_server_process(python("import sys; sys.stdin.buffer.read(100)")) as server,
        LspClient(server.channel) as client,
    ):
        with pytest.raises(PeerGone):
            await client.initialize()
        with anyio.fail_after(WAIT_SECONDS):
            await client.closed.wait()
        with pytest.raises(PeerGone):
            await client.request("anything", {}, timeout=WAIT_SECONDS)


async def test_a_server_that_will_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "EXIT_SECONDS", 0.1)
    monkeypatch.setattr(connect, "TERMINATE_SECONDS", 0.1)
    stubborn = """
import signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
sys.stdout.write("Content-Length: 2\\r\\n\\r\\n{}")
sys.stdout.flush()
while True:
    signal.pause()
"""
    with anyio.fail_after(WAIT_SECONDS):
        async with open_server_process(python(stubborn)) as server:
            assert await anext(aiter(server.channel)) == b"{}"
    assert server.process.returncode == -9


async def test_a_program_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        async with open_server_process([str(tmp_path / "nothing")]):
            pass


async def test_noise_from_a_server_is_skipped() -> None:
    noisy = r"""
import sys
from easel_server.io import jsonrpc
from easel_server.io.framing import encode_frame
def send(body): sys.stdout.buffer.write(encode_frame(body)); sys.stdout.buffer.flush()
sys.stdout.buffer.write(b"Loading ...\n")
send(b"not json")
send(b"[]")
send(b'{"jsonrpc":"2.0","id":99,"result":0}')
send(b'{"jsonrpc":"2.0","method":"note","params":{"_meta":1}}')
send(b'{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":[1]}}')
send(jsonrpc.encode_result("1", "answer"))
sys.stdin.buffer.read()
"""
    async with (
        open_server_process(python(noisy)) as server,
        RecordingClient(server.channel) as client,
    ):
        assert await client.request("question", {}, timeout=WAIT_SECONDS) == "answer"
        assert await client.wait_for("note") == {"_meta": 1}


async def test_what_the_body_of_the_client_raises_comes_out_as_it_is() -> None:
    with pytest.raises(ZeroDivisionError):
        async with (
            open_server_process([*EXAMPLE_COMMAND, "stdio"]) as server,
            LspClient(server.channel),
        ):
            raise ZeroDivisionError


async def test_the_handler_of_a_server_request_may_fail(
    client: RecordingClient,
) -> None:
    async def fail(params: Any) -> Any:
        raise RuntimeError("a secret detail")

    client.on_request("easel/test/asked", fail)
    call = {"method": "easel/test/asked", "params": {}}
    with pytest.raises(ResponseError) as failed:
        await client.request("easel/test/callback", call, timeout=WAIT_SECONDS)
    assert "secret" not in str(failed.value)


async def test_unread_messages_fail_the_test() -> None:
    with pytest.raises(UnreadMessages, match="easel/test/opened"):
        async with (
            open_server_process([*EXAMPLE_COMMAND, "stdio"]) as server,
            RecordingClient(server.channel) as client,
        ):
            await client.initialize()


async def ask_back_unexpectedly() -> None:
    async with (
        open_server_process([*EXAMPLE_COMMAND, "stdio"]) as server,
        RecordingClient(server.channel, noise={"easel/test/opened"}) as client,
    ):
        await client.initialize()
        call = {"method": "easel/test/asked", "params": {}}
        with pytest.raises(ResponseError):
            await client.request("easel/test/callback", call, timeout=WAIT_SECONDS)


async def test_requests_that_nobody_expected_fail_the_test() -> None:
    with pytest.raises(UnreadMessages, match="easel/test/asked"):
        await ask_back_unexpectedly()
