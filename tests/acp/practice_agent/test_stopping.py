"""Cancel: it stops an answer, a wait or a command at once, wherever the turn stands."""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest

from easel_testing.agents import wait_until_gone
from easel_testing.raw_acp_client import RawSession, Turn, allow
from easel_testing.raw_lines import Message

ASK = "session/request_permission"
READ = "fs/read_text_file"
WRITE = "fs/write_text_file"
CREATE = "terminal/create"
SETTINGS = {"current_mode_update", "config_option_update", "available_commands_update"}


async def stopped(
    session: RawSession, prompt: str, ready: Callable[[RawSession], Awaitable[object]]
) -> Turn:
    """Cancel a turn when it is `ready` and return it after checking what always holds."""
    since = len(session.client.wire.messages)
    request = await session.begin(prompt)
    await ready(session)
    await session.cancel()
    turn = await session.end_of(request, since)
    assert turn.stop_reason == "cancelled"
    assert {call["status"] for call in turn.tool_calls()} <= {"completed", "failed"}
    assert turn.of_kind("usage_update")
    # Nothing follows the response, and the session goes on as if nothing had happened.
    await pace(session, "instant")
    again = await session.prompt("hello")
    assert again.stop_reason == "end_turn"
    assert told(session.updates(since)) == told(turn.updates + again.updates)
    return turn


def told(updates: list[Message]) -> list[Message]:
    """Return the updates that belong to a turn."""
    return [update for update in updates if update["sessionUpdate"] not in SETTINGS]


async def pace(session: RawSession, value: str) -> None:
    """Set how fast the session answers."""
    await session.request("session/set_config_option", configId="pace", value=value)


def said(part: str) -> Callable[[RawSession], Awaitable[object]]:
    return lambda session: session.wait_for_text(part)


def requested(method: str) -> Callable[[RawSession], Awaitable[object]]:
    return lambda session: session.client.wait_for_request(session, method)


async def at_once(session: RawSession) -> None:
    """Do not wait at all."""


async def test_an_answer_stops_in_mid_stream_and_what_was_said_is_kept(
    bare: RawSession, tmp_path: Path
) -> None:
    await bare.prompt("hello")
    await pace(bare, "brisk")
    turn = await stopped(bare, "/long forever", said("1. This is"))
    assert "That was all of it" not in turn.text
    await bare.request("session/close")
    since = len(bare.client.wire.messages)
    loaded = await bare.client.open_session("session/load", bare.id, tmp_path)
    assert turn.text in "".join(
        update["content"]["text"]
        for update in loaded.updates(since)
        if update["sessionUpdate"] == "agent_message_chunk"
    )


async def test_a_flood_stops(bare: RawSession) -> None:
    turn = await stopped(bare, "/long forever", said("1. This is"))
    assert "That was all of it" not in turn.text


async def test_a_thought_stops(bare: RawSession) -> None:
    await bare.prompt("hello")
    await pace(bare, "calm")

    async def thinking(session: RawSession) -> None:
        await session.wait_for_update(lambda u: u["sessionUpdate"] == "agent_thought_chunk")

    turn = await stopped(bare, "/think", thinking)
    assert "I have thought" not in turn.text


async def test_a_pause_in_a_plan_stops_and_closes_its_tool_call(bare: RawSession) -> None:
    await bare.prompt("hello")
    await pace(bare, "brisk")

    async def looking(session: RawSession) -> None:
        await session.wait_for_update(lambda u: u["sessionUpdate"] == "tool_call")

    turn = await stopped(bare, "/plan", looking)
    (call,) = turn.tool_calls()
    assert (call["status"], call["rawOutput"]) == ("failed", {"error": "Stopped."})


async def test_a_wait_stops(bare: RawSession) -> None:
    turn = await stopped(bare, "/wait 3600", said("I say nothing"))
    assert "Here I am again" not in turn.text


@pytest.mark.parametrize("prompt", ["/long forever", "/wait", "/edit notes.md", "/run touch x"])
async def test_a_cancel_right_behind_the_prompt_stops_it_before_anything_happens(
    bare: RawSession, tmp_path: Path, prompt: str
) -> None:
    bare.client.handlers[ASK] = allow()
    await stopped(bare, prompt, at_once)
    assert list(tmp_path.iterdir()) == []


async def test_a_pending_permission_does_not_hold_up_a_cancel(
    bare: RawSession, tmp_path: Path
) -> None:
    turn = await stopped(bare, "/edit notes.md", requested(ASK))
    assert turn.tool_calls()[-1]["status"] == "failed"
    request = await bare.client.wait_for_request(bare, ASK)
    await bare.client.wire.reply(request, allow()(request["params"]))
    await bare.prompt("hello")
    assert not (tmp_path / "notes.md").exists()


async def test_a_pending_question_does_not_hold_up_a_cancel(full: RawSession) -> None:
    await stopped(full, "/ask", requested("elicitation/create"))


@pytest.mark.parametrize("method", [READ, WRITE])
async def test_a_client_that_is_slow_with_files_does_not_hold_up_a_cancel(
    full: RawSession, method: str
) -> None:
    full.client.handlers[ASK] = allow()
    if method == WRITE:
        full.client.handlers[READ] = lambda _: {"content": ""}
    turn = await stopped(full, "/edit notes.md", requested(method))
    assert turn.tool_calls()[-1]["status"] == "failed"


async def test_a_running_command_is_killed_with_its_children(
    bare: RawSession, tmp_path: Path
) -> None:
    bare.client.handlers[ASK] = allow()

    async def running(session: RawSession) -> None:
        await session.wait_for_update(lambda update: "begun" in str(update.get("content")))

    command = "sleep 600 & echo $! > child; trap '' TERM; echo begun; wait; sleep 600"
    turn = await stopped(bare, f"/run {command}", running)
    (call,) = turn.tool_calls()
    assert "begun" in str(call["content"])
    await wait_until_gone(int((tmp_path / "child").read_text()))


async def test_a_terminal_is_killed_and_released(full: RawSession) -> None:
    full.client.handlers |= {
        ASK: allow(),
        CREATE: lambda _: {"terminalId": "terminal-2"},
        "terminal/kill": lambda _: {},
        "terminal/release": lambda _: {},
    }
    await stopped(full, "/run sleep 600", requested("terminal/wait_for_exit"))
    for method in ("terminal/kill", "terminal/release"):
        request = await full.client.wait_for_request(full, method)
        assert request["params"]["terminalId"] == "terminal-2"


async def test_a_terminal_that_comes_after_the_cancel_is_killed_and_released(
    full: RawSession,
) -> None:
    full.client.handlers |= {
        ASK: allow(),
        "terminal/kill": lambda _: {},
        "terminal/release": lambda _: {},
    }
    await stopped(full, "/run sleep 600", requested(CREATE))
    request = await full.client.wait_for_request(full, CREATE)
    await full.client.wire.reply(request, {"terminalId": "late"})
    for method in ("terminal/kill", "terminal/release"):
        request = await full.client.wait_for_request(full, method)
        assert request["params"]["terminalId"] == "late"


async def test_a_cancel_with_nothing_running_does_nothing(bare: RawSession) -> None:
    await bare.cancel()
    await bare.client.wire.cancel("no such session")
    assert (await bare.prompt("hello")).stop_reason == "end_turn"
    await bare.cancel()
    assert (await bare.prompt("hello")).stop_reason == "end_turn"


async def test_three_cancels_are_one(bare: RawSession) -> None:
    request = await bare.begin("/wait")
    await bare.wait_for_text("I say nothing")
    for _ in range(3):
        await bare.cancel()
    assert (await bare.end_of(request)).stop_reason == "cancelled"
    assert (await bare.prompt("hello")).stop_reason == "end_turn"


async def test_a_cancel_stops_only_its_own_session(bare: RawSession, tmp_path: Path) -> None:
    other = await bare.client.new_session(tmp_path)
    mine, theirs = await bare.begin("/wait"), await other.begin("/wait")
    for session in (bare, other):
        await session.wait_for_text("I say nothing")
    await bare.cancel()
    assert (await bare.end_of(mine)).stop_reason == "cancelled"
    answered = [m["id"] for m in bare.client.wire.messages if "result" in m]
    assert theirs not in answered
    assert (await bare.prompt("hello")).stop_reason == "end_turn"
    await other.cancel()
    assert (await other.end_of(theirs)).stop_reason == "cancelled"


@pytest.mark.parametrize("prompt", ["/plan", "/edit notes.md", "/run echo tea", "/think"])
async def test_c13_a_cancel_at_any_message_leaves_no_tool_call_open(
    bare: RawSession, tmp_path: Path, prompt: str
) -> None:
    bare.client.handlers[ASK] = allow()
    await bare.prompt("hello")
    for count in range(1, 20):
        since = len(bare.client.wire.messages)
        request = await bare.begin(prompt)
        await bare.client.wire.until(partial(arrived, bare, since, count))
        await bare.cancel()
        turn = await bare.end_of(request, since)
        assert turn.stop_reason in {"cancelled", "end_turn"}
        assert {call["status"] for call in turn.tool_calls()} <= {"completed", "failed"}
    await bare.request("session/close")
    since = len(bare.client.wire.messages)
    loaded = await bare.client.open_session("session/load", bare.id, tmp_path)
    replayed = [u for u in loaded.updates(since) if u["sessionUpdate"] == "tool_call"]
    assert {call["status"] for call in replayed} <= {"completed", "failed"}


def arrived(session: RawSession, since: int, count: int) -> bool | None:
    """Say whether so many messages have come since then, or the turn is over."""
    messages = session.client.wire.messages[since:]
    return len(messages) >= count or "stopReason" in str(messages[-1:]) or None
