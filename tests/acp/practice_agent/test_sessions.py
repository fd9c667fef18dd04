"""Sessions on disk: load, resume, fork, list, close and delete, also across processes."""

import stat
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from easel_testing.raw_acp_client import RawAcpClient, RawSession, RpcError, allow, joined_text

ASK = "session/request_permission"
UNKNOWN = "0" * 32

Start = Callable[..., AbstractAsyncContextManager[RawAcpClient]]


async def replay(client: RawAcpClient, session_id: str, cwd: Path) -> list[dict[str, Any]]:
    """Load a session and return the updates that came before the answer."""
    since = len(client.wire.messages)
    await client.open_session("session/load", session_id, cwd)
    messages = client.wire.messages[since:]
    answered = next(i for i, message in enumerate(messages) if "result" in message)
    return [message["params"]["update"] for message in messages[:answered]]


async def test_load_replays_everything_before_it_answers(bare: RawSession, tmp_path: Path) -> None:
    bare.client.handlers[ASK] = allow()
    turns = [await bare.prompt(text) for text in ("hello", "/edit notes.md", "/plan", "/think")]
    updates = await replay(bare.client, bare.id, tmp_path)
    users = [u["content"]["text"] for u in updates if u["sessionUpdate"] == "user_message_chunk"]
    assert users == ["hello", "/edit notes.md", "/plan", "/think"]
    assert joined_text(updates, "agent_message_chunk") == "".join(turn.text for turn in turns)
    assert joined_text(updates, "agent_thought_chunk") == "".join(turn.thoughts for turn in turns)
    (plan,) = [update for update in updates if update["sessionUpdate"] == "plan"]
    assert {entry["status"] for entry in plan["entries"]} == {"completed"}
    replayed = [update for update in updates if update["sessionUpdate"] == "tool_call"]
    original = [call for turn in turns for call in turn.tool_calls()]
    assert [call["toolCallId"] for call in replayed] == [call["toolCallId"] for call in original]
    assert [call["content"] for call in replayed if call["kind"] == "edit"] == [
        call["content"] for call in original if call["kind"] == "edit"
    ]


async def test_load_replays_messages_with_their_ids_and_attachments(
    bare: RawSession, tmp_path: Path
) -> None:
    link = {"type": "resource_link", "name": "a.py", "uri": "file:///a.py"}
    turn = await bare.prompt([{"type": "text", "text": "Explain"}, link])
    updates = await replay(bare.client, bare.id, tmp_path)
    assert [u["content"] for u in updates if u["sessionUpdate"] == "user_message_chunk"][1] == link
    ids = {u["messageId"] for u in updates if u["sessionUpdate"] == "agent_message_chunk"}
    assert ids == {chunk["messageId"] for chunk in turn.of_kind("agent_message_chunk")}


async def test_resume_is_silent_and_remembers(bare: RawSession, tmp_path: Path) -> None:
    await bare.prompt("My tea is green")
    await bare.request("session/close")
    since = len(bare.client.wire.messages)
    resumed = await bare.client.open_session("session/resume", bare.id, tmp_path)
    assert resumed.opened["modes"]["currentModeId"] == "ask"
    turn = await resumed.prompt("what did I say first?")
    assert "> My tea is green" in turn.text
    spoken = [u for u in resumed.updates(since) if u["sessionUpdate"].endswith("message_chunk")]
    assert spoken == turn.of_kind("agent_message_chunk")


async def test_the_commands_are_announced_for_reopened_sessions(
    bare: RawSession, tmp_path: Path
) -> None:
    for method in ("session/load", "session/resume", "session/fork"):
        since = len(bare.client.wire.messages)
        session = await bare.client.open_session(method, bare.id, tmp_path)
        await bare.client.first(partial(announces_commands, session.id), since)


def announces_commands(session_id: str, message: dict[str, Any]) -> bool:
    params = message.get("params", {})
    return params.get("sessionId") == session_id and "availableCommands" in params["update"]


async def test_a_fork_goes_its_own_way(bare: RawSession, tmp_path: Path) -> None:
    await bare.prompt("My tea is green")
    fork = await bare.client.open_session("session/fork", bare.id, tmp_path)
    assert fork.id != bare.id
    await fork.prompt("/remember in the fork")
    assert "> My tea is green" in (await fork.prompt("/recall")).text
    assert "in the fork" not in (await bare.prompt("/recall")).text


@pytest.mark.parametrize("method", ["session/load", "session/resume", "session/fork"])
@pytest.mark.parametrize("session_id", [UNKNOWN, "../../etc/passwd", ""])
async def test_an_unknown_session_is_not_found(
    bare: RawSession, tmp_path: Path, method: str, session_id: str
) -> None:
    with pytest.raises(RpcError) as caught:
        await bare.client.open_session(method, session_id, tmp_path)
    assert (caught.value.code, caught.value.data) == (-32002, {"sessionId": session_id})


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("session/prompt", {"prompt": []}),
        ("session/close", {}),
        ("session/set_mode", {"modeId": "ask"}),
        ("session/set_config_option", {"configId": "pace", "value": "calm"}),
    ],
)
async def test_a_session_that_is_not_open_is_not_found(
    bare: RawSession, method: str, params: dict[str, Any]
) -> None:
    await bare.request("session/close")
    with pytest.raises(RpcError) as caught:
        await bare.request(method, **params)
    assert (caught.value.code, caught.value.data) == (-32002, {"sessionId": bare.id})


@pytest.mark.parametrize("method", ["session/load", "session/resume"])
async def test_a_session_belongs_to_its_directory(
    bare: RawSession, tmp_path: Path, method: str
) -> None:
    (tmp_path / "other").mkdir()
    with pytest.raises(RpcError) as caught:
        await bare.client.open_session(method, bare.id, tmp_path / "other")
    assert caught.value.code == -32602
    assert str(tmp_path) in caught.value.message


async def test_deleting_is_for_good_and_an_unknown_session_is_no_error(
    bare: RawSession, tmp_path: Path
) -> None:
    await bare.request("session/delete")
    with pytest.raises(RpcError, match="-32002"):
        await bare.client.open_session("session/load", bare.id, tmp_path)
    for session_id in (bare.id, UNKNOWN, "../../etc/passwd"):
        await bare.client.request("session/delete", {"sessionId": session_id})


@pytest.mark.parametrize("method", ["session/close", "session/delete"])
async def test_closing_stops_the_running_turn(bare: RawSession, method: str) -> None:
    request = await bare.begin("/wait")
    await bare.wait_for_text("I say nothing")
    await bare.request(method)
    assert (await bare.end_of(request)).stop_reason == "cancelled"


async def test_a_second_prompt_during_a_turn_is_refused(bare: RawSession) -> None:
    first = await bare.begin("/wait")
    with pytest.raises(RpcError, match="already running") as caught:
        await bare.prompt("hello")
    assert (caught.value.code, caught.value.data) == (-32600, {"sessionId": bare.id})
    await bare.cancel()
    assert (await bare.end_of(first)).stop_reason == "cancelled"


@pytest.mark.parametrize("method", ["session/load", "session/resume"])
async def test_a_session_cannot_be_reopened_during_a_turn(
    bare: RawSession, tmp_path: Path, method: str
) -> None:
    first = await bare.begin("/wait")
    with pytest.raises(RpcError, match="already running"):
        await bare.client.open_session(method, bare.id, tmp_path)
    await bare.cancel()
    await bare.end_of(first)


async def test_sessions_run_side_by_side(bare: RawSession, tmp_path: Path) -> None:
    others = [await bare.client.new_session(tmp_path) for _ in range(3)]
    waiting = await bare.begin("/wait")
    assert [(await other.prompt("hello")).stop_reason for other in others] == ["end_turn"] * 3
    await bare.cancel()
    await bare.end_of(waiting)


async def test_the_list_is_newest_first_filtered_and_paged(
    bare: RawSession, tmp_path: Path
) -> None:
    sessions = [bare, *[await bare.client.new_session(tmp_path) for _ in range(52)]]
    await bare.prompt("The newest")
    elsewhere = await bare.client.new_session(tmp_path.parent)
    first = await bare.client.request("session/list", {"cwd": str(tmp_path)})
    second = await bare.client.request(
        "session/list", {"cwd": str(tmp_path), "cursor": first["nextCursor"]}
    )
    listed = first["sessions"] + second["sessions"]
    assert "nextCursor" not in second
    assert listed[0]["title"] == "The newest"
    assert {item["sessionId"] for item in listed} == {session.id for session in sessions}
    everything = await bare.client.request("session/list", {})
    assert everything["sessions"][0]["sessionId"] == elsewhere.id


async def test_a_session_is_restored_in_another_process(
    start: Start, state_dir: Path, tmp_path: Path
) -> None:
    async with start() as client:
        session = await client.new_session(tmp_path)
        await session.prompt("My tea is green")
        await session.prompt("/remember the door code is 42")
    async with start() as client:
        listed = await client.request("session/list", {"cwd": str(tmp_path)})
        assert [item["sessionId"] for item in listed["sessions"]] == [session.id]
        updates = await replay(client, session.id, tmp_path)
        assert "> My tea is green" in joined_text(updates, "agent_message_chunk")
        loaded = RawSession(client, session.id, {})
        turn = await loaded.prompt("/recall")
        assert "> My tea is green" in turn.text
        assert "the door code is 42" in turn.text


async def test_sessions_are_for_the_user_only(bare: RawSession, state_dir: Path) -> None:
    await bare.prompt("hello")
    assert stat.S_IMODE(state_dir.stat().st_mode) == 0o700
    assert stat.S_IMODE((state_dir / f"{bare.id}.json").stat().st_mode) == 0o600
    assert not list(state_dir.glob("*.tmp"))


async def test_a_broken_session_file_costs_only_that_session(
    bare: RawSession, state_dir: Path, tmp_path: Path
) -> None:
    await bare.request("session/close")
    (state_dir / f"{bare.id}.json").write_text('{"session_id": "')
    with pytest.raises(RpcError, match="-32002"):
        await bare.client.open_session("session/load", bare.id, tmp_path)
    listed = await bare.client.request("session/list", {"cwd": str(tmp_path)})
    assert listed["sessions"] == []
