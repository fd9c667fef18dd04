"""Ways to reach the example server."""

import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Literal

import anyio

from easel_server.io import jsonrpc
from easel_server.io.channel import MessageChannel
from easel_testing import example_server

Transport = Literal["stdio", "tcp", "websocket"]
OpenChannel = Callable[[], AbstractAsyncContextManager[MessageChannel]]

EXAMPLE_COMMAND = [sys.executable, str(Path(example_server.__file__))]
WAIT_SECONDS = 20.0
"""A guard against a hang, not a measure."""


async def next_message(channel: MessageChannel) -> Any:
    """Return the next message of the server, decoded."""
    with anyio.fail_after(WAIT_SECONDS):
        incoming = await anext(aiter(channel))
    assert isinstance(incoming, bytes), incoming
    return jsonrpc.decode(incoming)


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that gives no signal, such as a file that another process makes."""
    with anyio.fail_after(WAIT_SECONDS):
        while not condition():  # noqa: ASYNC110  (there is no event to wait for)
            await anyio.sleep(0.01)


def initialize_request(msg_id: jsonrpc.MessageId = 0, **params: Any) -> bytes:
    """The body of a plain `initialize`."""
    return jsonrpc.encode_request(msg_id, "initialize", {"capabilities": {}, **params})
