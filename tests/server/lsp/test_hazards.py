"""What pygls' own I/O gets wrong must be right, on every transport."""

from pathlib import Path

from easel_testing.lsp_client import RecordingClient

TREACHEROUS = {
    "_meta": {"class": 1, "def": [{"_meta": None}], "type_name": "Object"},
    "class": "keyword",
    "type_name": "collections",
    "jsonrpc": "2.0",
    "tunnel": {"jsonrpc": "2.0", "id": 7, "method": "session/update", "params": {"_meta": {}}},
    "": 0,
    "keys": "shadows a method of dict",
}


async def test_hazard_cost_many_nested_dicts_arrive_as_they_are(client: RecordingClient) -> None:
    nested = {f"entry{number}": {"value": {"deep": {"_meta": number}}} for number in range(500)}
    assert await client.request("easel/test/echo", nested, timeout=20) == nested


async def test_hazard_corruption_every_key_survives(client: RecordingClient) -> None:
    assert await client.request("easel/test/echo", TREACHEROUS, timeout=20) == TREACHEROUS


async def test_hazard_corruption_every_key_survives_in_methods_that_pygls_runs(
    client: RecordingClient,
) -> None:
    assert await client.request("test/plainParams", TREACHEROUS, timeout=20) == TREACHEROUS


async def test_hazard_corruption_every_key_survives_in_the_twin_command(
    client: RecordingClient,
) -> None:
    params = {"command": "easel.test.echo", "arguments": [TREACHEROUS]}
    assert await client.request("workspace/executeCommand", params, timeout=20) == TREACHEROUS


async def test_hazard_corruption_every_key_survives_in_notifications(
    client: RecordingClient,
) -> None:
    client.notify("easel/test/note", TREACHEROUS)
    assert await client.wait_for("easel/test/note") == TREACHEROUS


async def test_hazard_hang_a_tunnelled_message_is_answered(client: RecordingClient) -> None:
    tunnelled = {"frame": {"jsonrpc": "2.0", "method": "exit"}, "id": 1}
    assert await client.request("easel/test/echo", tunnelled, timeout=20) == tunnelled
    assert await client.request("test/plainParams", tunnelled, timeout=20) == tunnelled


async def test_hazard_hang_what_the_editor_answers_may_hold_anything(
    client: RecordingClient,
) -> None:
    async def answer(params: object) -> object:
        return {"got": params, **TREACHEROUS}

    client.on_request("easel/test/asked", answer)
    call = {"method": "easel/test/asked", "params": {"jsonrpc": "2.0"}}
    answered = await client.request("easel/test/callback", call, timeout=20)
    assert answered == {"got": {"jsonrpc": "2.0"}, **TREACHEROUS}


async def test_blocked_loop_a_full_pipe_does_not_stop_the_server(
    client: RecordingClient, tmp_path: Path
) -> None:
    """The flood is larger than any pipe; the loop must go on while the writer waits."""
    client.on_notification("easel/test/flooded", lambda _: None)
    result = await client.request("easel/test/flood", {"count": 40, "size": 100_000}, timeout=20)
    assert result["congested"]
    assert result["backlog"] > 256 * 1024
    await client.request("easel/test/touch", {"path": str(tmp_path / "touched")}, timeout=20)
    assert (tmp_path / "touched").exists()
