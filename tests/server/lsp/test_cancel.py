"""`$/cancelRequest`, and the editor that leaves while something runs."""

from pathlib import Path
from typing import Any

import anyio
import pytest

from easel_server.io import jsonrpc
from easel_server.io.channel import MessageChannel
from easel_server.io.jsonrpc import ResponseError
from easel_testing.example_transports import WAIT_SECONDS, next_message, until
from easel_testing.lsp_client import RecordingClient


def sleep_params(folder: Path) -> dict[str, str]:
    return {"started": str(folder / "started"), "ended": str(folder / "ended")}


async def start_sleep(channel: MessageChannel, folder: Path, msg_id: int = 1) -> None:
    channel.send(jsonrpc.encode_request(msg_id, "easel/test/sleep", sleep_params(folder)))
    await until((folder / "started").exists)


def cancel(channel: MessageChannel, msg_id: Any) -> None:
    channel.send(jsonrpc.encode_notification("$/cancelRequest", {"id": msg_id}))


async def test_cancelling_a_request_stops_it_and_answers_it(
    opened: MessageChannel, tmp_path: Path
) -> None:
    await start_sleep(opened, tmp_path)
    cancel(opened, 1)
    answer = await next_message(opened)
    assert answer["id"] == 1
    assert answer["error"]["code"] == jsonrpc.REQUEST_CANCELLED
    assert (tmp_path / "ended").exists()


async def test_a_request_that_is_cancelled_in_the_same_write_never_starts(
    opened: MessageChannel, tmp_path: Path
) -> None:
    command = {"command": "easel.test.sleep", "arguments": [sleep_params(tmp_path)]}
    opened.send(jsonrpc.encode_request(1, "workspace/executeCommand", command))
    cancel(opened, 1)
    answer = await next_message(opened)
    assert answer["error"]["code"] == jsonrpc.REQUEST_CANCELLED


async def test_cancelling_the_handler_of_a_standard_command(opened: MessageChannel) -> None:
    command = {"command": "test.waitForever"}
    opened.send(jsonrpc.encode_request(1, "workspace/executeCommand", command))
    cancel(opened, 1)
    answer = await next_message(opened)
    assert answer["id"] == 1
    assert answer["error"]["code"] == jsonrpc.REQUEST_CANCELLED


async def test_cancelling_an_async_feature_also_cancels_what_it_asks_the_editor(
    opened: MessageChannel,
) -> None:
    opened.send(jsonrpc.encode_request(1, "test/ask", {}))
    asked = await next_message(opened)
    assert asked["method"] == "workspace/configuration"
    cancel(opened, 1)
    messages = [await next_message(opened) for _ in range(2)]
    assert {
        "jsonrpc": "2.0",
        "method": "$/cancelRequest",
        "params": {"id": asked["id"]},
    } in messages
    (answer,) = [message for message in messages if message.get("id") == 1]
    assert answer["error"]["code"] == jsonrpc.REQUEST_CANCELLED


@pytest.mark.parametrize("params", [None, 5, [], {}, {"id": None}, {"id": [1]}, {"id": "easel-1"}])
async def test_a_cancel_of_nothing_does_nothing(opened: MessageChannel, params: Any) -> None:
    opened.send(jsonrpc.encode_notification("$/cancelRequest", params))
    opened.send(jsonrpc.encode_request(2, "easel/test/echo", {}))
    assert (await next_message(opened))["id"] == 2


async def test_shutdown_cancels_what_runs_and_answers_it(
    opened: MessageChannel, tmp_path: Path
) -> None:
    await start_sleep(opened, tmp_path)
    opened.send(jsonrpc.encode_request(2, "shutdown", None))
    answers = {answer["id"]: answer for answer in [await next_message(opened) for _ in range(2)]}
    assert answers[1]["error"]["code"] == jsonrpc.REQUEST_CANCELLED
    assert answers[2]["result"] is None


async def test_what_runs_for_an_editor_that_leaves_is_cancelled(
    opened: MessageChannel, tmp_path: Path
) -> None:
    await start_sleep(opened, tmp_path)
    await opened.aclose()
    await until((tmp_path / "ended").exists)


async def test_a_client_that_gives_up_cancels_its_request(
    client: RecordingClient, tmp_path: Path
) -> None:
    with pytest.raises(TimeoutError):
        await client.request("easel/test/sleep", sleep_params(tmp_path), timeout=0.2)
    await until((tmp_path / "ended").exists)


async def test_a_client_whose_caller_is_cancelled_cancels_its_request(
    client: RecordingClient, tmp_path: Path
) -> None:
    async with anyio.create_task_group() as tasks:

        async def call() -> None:
            await client.request("easel/test/sleep", sleep_params(tmp_path), timeout=None)

        tasks.start_soon(call)
        await until((tmp_path / "started").exists)
        tasks.cancel_scope.cancel()
    await until((tmp_path / "ended").exists)


async def test_a_refusal_by_the_editor_reaches_the_handler_that_asked(
    client: RecordingClient,
) -> None:
    async def refuse(params: Any) -> Any:
        raise ResponseError(-32803, "Not in the mood", {"kind": "mood"})

    client.on_request("easel/test/asked", refuse)
    call = {"method": "easel/test/asked", "params": {}}
    with pytest.raises(ResponseError) as refused:
        await client.request("easel/test/callback", call, timeout=WAIT_SECONDS)
    assert refused.value.data == {"kind": "mood"}
