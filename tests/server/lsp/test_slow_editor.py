"""An editor that does not read slows nothing but itself."""

from pathlib import Path
from typing import Any

import anyio

from easel_server.io import jsonrpc
from easel_server.io.channel import MessageChannel
from easel_testing.example_server import WATERMARKS
from easel_testing.example_transports import (
    WAIT_SECONDS,
    OpenChannel,
    Transport,
    initialize_request,
    next_message,
    until,
)
from easel_testing.lsp_client import RecordingClient

COUNT = 400
SIZE = 10_000


async def initialize(channel: MessageChannel) -> None:
    channel.send(initialize_request())
    assert "result" in await next_message(channel)
    assert (await next_message(channel))["method"] == "easel/test/opened"


def request(channel: MessageChannel, msg_id: int, method: str, params: dict[str, Any]) -> None:
    channel.send(jsonrpc.encode_request(msg_id, f"easel/test/{method}", params))


async def test_d12_while_the_editor_does_not_read_its_requests_are_handled_and_none_is_lost(
    open_channel: OpenChannel, tmp_path: Path
) -> None:
    async with open_channel() as channel:
        await initialize(channel)
        request(channel, 1, "flood", {"count": COUNT, "size": SIZE})
        for number in range(2, 6):
            request(channel, number, "touch", {"path": str(tmp_path / str(number))})
        await until((tmp_path / "5").exists)

        messages = [await next_message(channel) for _ in range(COUNT + 5)]

    flooded = [message["params"]["number"] for message in messages[:COUNT]]
    assert flooded == list(range(COUNT))
    flood, *touches = messages[COUNT:]
    assert flood["id"] == 1
    assert flood["result"]["congested"]
    assert [answer["id"] for answer in touches] == [2, 3, 4, 5]
    assert all(answer["result"]["backlog"] < COUNT * (SIZE + 200) for answer in touches)


async def test_a_cancel_gets_through_while_the_editor_does_not_read(
    open_channel: OpenChannel, tmp_path: Path
) -> None:
    started, ended = tmp_path / "started", tmp_path / "ended"
    async with open_channel() as channel:
        await initialize(channel)
        request(channel, 1, "sleep", {"started": str(started), "ended": str(ended)})
        request(channel, 2, "flood", {"count": COUNT, "size": SIZE})
        await until(started.exists)

        channel.send(jsonrpc.encode_notification("$/cancelRequest", {"id": 1}))
        await until(ended.exists)

        messages = [await next_message(channel) for _ in range(COUNT + 2)]
    answers = {message["id"]: message for message in messages if "id" in message}
    assert answers[1]["error"]["code"] == jsonrpc.REQUEST_CANCELLED
    assert "result" in answers[2]


async def test_an_editor_that_never_reads_is_given_up_and_the_others_are_not(
    open_channel: OpenChannel, transport: Transport
) -> None:
    too_many = 2 * WATERMARKS.cap // SIZE
    async with open_channel() as channel:
        await initialize(channel)
        request(channel, 1, "flood", {"count": too_many, "size": SIZE})
        with anyio.fail_after(WAIT_SECONDS):
            received = [incoming async for incoming in channel]
        assert len(received) < too_many
        if transport != "stdio":
            async with open_channel() as other, RecordingClient(other) as client:
                await client.initialize()
                await client.wait_for("easel/test/opened")
                assert await client.request("easel/test/echo", {"a": 1}, timeout=20) == {"a": 1}
