"""The servers: how they begin and end, and whom they let in."""

import os
import socket
import subprocess
import sys
from contextlib import closing

import anyio
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from easel_server.client.connect import connect_tcp, connect_websocket, open_server_process
from easel_server.client.lsp_client import LspClient
from easel_server.io import jsonrpc
from easel_server.io.framing import encode_frame
from easel_server.io.loopback import NotLoopbackError, require_loopback
from easel_server.io.serve import serve_tcp, serve_websocket
from easel_testing.example_server import make_session
from easel_testing.example_transports import (
    EXAMPLE_COMMAND,
    WAIT_SECONDS,
    initialize_request,
    next_message,
)
from easel_testing.lsp_client import RecordingClient

INITIALIZE = encode_frame(initialize_request())
SHUTDOWN = encode_frame(jsonrpc.encode_request(1, "shutdown", None))
EXIT = encode_frame(jsonrpc.encode_notification("exit", None))


@pytest.mark.parametrize(
    ("input_", "code"),
    [
        (INITIALIZE + SHUTDOWN + EXIT, 0),
        (INITIALIZE + EXIT, 1),
        (EXIT, 1),
        (INITIALIZE, 1),
        (INITIALIZE[:-5], 1),
        (b"", 1),
    ],
    ids=["shutdown-exit", "exit", "exit-first", "end-of-input", "torn-input", "no-input"],
)
def test_the_exit_code_is_what_lsp_says(input_: bytes, code: int) -> None:
    command = [*EXAMPLE_COMMAND, "stdio"]
    done = subprocess.run(
        command, input=input_, capture_output=True, timeout=WAIT_SECONDS, check=False
    )
    assert done.returncode == code
    assert b"Traceback" not in done.stderr


def test_the_server_ends_when_nobody_reads_its_output() -> None:
    source, sink = os.pipe()
    command = [*EXAMPLE_COMMAND, "stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=sink) as server:
        os.close(sink)
        os.close(source)
        assert server.stdin is not None
        server.stdin.write(INITIALIZE)
        server.stdin.flush()
        assert server.wait(WAIT_SECONDS) == 1


async def test_w19_the_server_ends_when_the_editor_dies_and_leaves_the_pipes_open() -> None:
    async with (
        await anyio.open_process([sys.executable, "-c", "input()"]) as editor,
        open_server_process([*EXAMPLE_COMMAND, "stdio"]) as server,
        LspClient(server.channel) as client,
    ):
        await client.initialize(process_id=editor.pid)
        await client.request("easel/test/echo", {}, timeout=WAIT_SECONDS)
        editor.kill()
        with anyio.fail_after(WAIT_SECONDS):
            assert await server.process.wait() == 1


async def test_an_editor_whose_process_cannot_be_seen_is_served() -> None:
    gone = await anyio.run_process([sys.executable, "-c", "import os; print(os.getpid())"])
    async with open_server_process([*EXAMPLE_COMMAND, "stdio"]) as server:
        async with RecordingClient(server.channel, noise={"easel/test/opened"}) as client:
            await client.initialize(process_id=int(gone.stdout))
            assert await client.request("easel/test/echo", {}, timeout=WAIT_SECONDS) == {}
        assert await server.process.wait() == 0


async def test_standard_input_and_output_may_be_one_socket() -> None:
    """As under socat and inetd."""
    near, far = socket.socketpair()
    with near, closing(far):
        process = await anyio.open_process(
            [*EXAMPLE_COMMAND, "stdio"], stdin=far.fileno(), stdout=far.fileno(), stderr=None
        )
        far.close()
        near.settimeout(WAIT_SECONDS)
        flood = jsonrpc.encode_request(2, "easel/test/flood", {"count": 200, "size": 10_000})
        near.sendall(INITIALIZE + encode_frame(flood) + SHUTDOWN + EXIT)
        received = b""
        while chunk := await anyio.to_thread.run_sync(near.recv, 65536):
            received += chunk
        assert await process.wait() == 0
        await process.aclose()
    assert received.count(b"easel/test/flooded") == 200


@pytest.mark.parametrize("leave", ["orderly", "abrupt"])
async def test_one_editor_leaving_does_not_stop_the_server(leave: str) -> None:
    async with anyio.create_task_group() as tasks:
        port = await tasks.start(serve_tcp, make_session)
        async with (
            connect_tcp("127.0.0.1", port) as staying,
            RecordingClient(staying, noise={"easel/test/opened"}) as client,
        ):
            await client.initialize()
            async with connect_tcp("127.0.0.1", port) as leaving:
                leaving.send(initialize_request())
                assert "result" in await next_message(leaving)
                if leave == "orderly":
                    leaving.send(jsonrpc.encode_request(1, "shutdown", None))
                    leaving.send(jsonrpc.encode_notification("exit", None))
                    with anyio.fail_after(WAIT_SECONDS):
                        assert len([body async for body in leaving]) == 2
            assert await client.request("easel/test/echo", {}, timeout=WAIT_SECONDS) == {}
        tasks.cancel_scope.cancel()


@pytest.mark.parametrize("transport", ["tcp", "websocket"])
async def test_stopping_the_server_ends_the_sessions(transport: str) -> None:
    serve = serve_tcp if transport == "tcp" else serve_websocket
    async with anyio.create_task_group() as tasks:
        port = await tasks.start(serve, make_session)
        connecting = (
            connect_tcp("127.0.0.1", port)
            if transport == "tcp"
            else connect_websocket(f"ws://127.0.0.1:{port}")
        )
        async with connecting as channel:
            channel.send(initialize_request())
            assert "result" in await next_message(channel)
            tasks.cancel_scope.cancel()
            with anyio.CancelScope(shield=True), anyio.fail_after(WAIT_SECONDS):
                assert len([body async for body in channel]) == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", "", "*"])
@pytest.mark.parametrize("serve", [serve_tcp, serve_websocket])
async def test_servers_listen_on_loopback_only(serve: type, host: str) -> None:
    with pytest.raises(NotLoopbackError):
        await serve(make_session, host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_loopback_addresses(host: str) -> None:
    assert require_loopback(host) == host


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "http://localhost",
        "http://localhost:3000",
        "https://127.0.0.1:8443",
        "http://[::1]:9",
        "file://",
        "vscode-webview://0a1b2c3d",
    ],
)
async def test_pages_of_this_machine_may_connect(origin: str | None) -> None:
    async with anyio.create_task_group() as tasks:
        port = await tasks.start(serve_websocket, make_session)
        await try_to_connect(port, origin)
        tasks.cancel_scope.cancel()


@pytest.mark.parametrize(
    "origin",
    [
        "http://example.org",
        "https://localhost.example.org",
        "http://127.0.0.1.example.org",
        "http://localhost:3000.example.org",
        "null",
        "file://example.org",
        "vscode-webview://",
        "chrome-extension://abc",
    ],
)
async def test_pages_of_elsewhere_may_not_connect(origin: str) -> None:
    async with anyio.create_task_group() as tasks:
        port = await tasks.start(serve_websocket, make_session)
        with pytest.raises(InvalidStatus, match="403"):
            await try_to_connect(port, origin)
        tasks.cancel_scope.cancel()


async def try_to_connect(port: int, origin: str | None) -> None:
    url = f"ws://127.0.0.1:{port}"
    async with connect(url, origin=Origin(origin) if origin else None, proxy=None) as connection:
        await connection.send(initialize_request())
        assert b"result" in await connection.recv(decode=False)
