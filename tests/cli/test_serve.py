"""`easel serve` on a port."""

import re
import signal
import subprocess
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from easel_server.client.connect import connect_tcp, connect_websocket
from easel_server.client.lsp_client import LspClient
from easel_server.io.channel import MessageChannel
from easel_server.io.jsonrpc import ResponseError
from easel_testing.cli import WAIT_SECONDS, Home


@pytest.mark.parametrize("transport", ["tcp", "ws"])
async def test_a_port_wants_the_token_from_the_file_that_is_named(
    transport: str, home: Home
) -> None:
    arguments = ("serve", f"--{transport}", "0", "--log-level", "error")
    with home.started(*arguments, stderr=subprocess.PIPE) as server:
        assert server.stderr is not None
        line = server.stderr.readline()
        told = re.fullmatch(r"Listening on (\w+://127\.0\.0\.1:(\d+)), token in (.+)\n", line)
        assert told is not None, line
        address, port, token_file = told[1], int(told[2]), Path(told[3])
        assert token_file.stat().st_mode & 0o777 == 0o600

        def connect() -> AbstractAsyncContextManager[MessageChannel]:
            tcp = transport == "tcp"
            return connect_tcp("127.0.0.1", port) if tcp else connect_websocket(address)

        async with connect() as channel, LspClient(channel) as client:
            with pytest.raises(ResponseError):
                await client.initialize()
        token = token_file.read_text(encoding="ascii")
        async with connect() as channel, LspClient(channel) as client:
            result = await client.initialize(options={"easel": {"token": token}})
            assert result["serverInfo"]["name"] == "easel"
        server.send_signal(signal.SIGINT)
        assert server.wait(WAIT_SECONDS) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_log_file_that_cannot_be_written_costs_nothing_but_its_lines(home: Home) -> None:
    home.state.mkdir(parents=True)
    (home.state / "log").symlink_to("/dev/full")
    with home.started("serve", "--tcp", "0", stderr=subprocess.PIPE) as server:
        assert server.stderr is not None
        assert server.stderr.readline().startswith("Listening on ")
        server.terminate()
        told = server.stderr.read()
        assert server.wait(WAIT_SECONDS) == 0
    assert "told to end by SIGTERM" in told
    assert "Traceback" not in told


def test_a_port_that_is_taken_is_one_clear_sentence(home: Home) -> None:
    with home.started("serve", "--tcp", "0", stderr=subprocess.PIPE) as server:
        assert server.stderr is not None
        port = server.stderr.readline().split(":")[2].split(",")[0]
        result = home.run("serve", "--tcp", port, "--log-level", "error")
        server.terminate()
        server.wait(WAIT_SECONDS)
    assert result.returncode == 1
    assert result.stderr.startswith(f"easel: Port {port} cannot be used: ")
    assert "Traceback" not in result.stderr
