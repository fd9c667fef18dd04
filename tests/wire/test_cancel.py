"""Stop generating: it reaches the agent, the turn ends once, and the conversation goes on."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from easel_testing.agents import Journal, alive, scripted_agent, wait_until_gone
from easel_testing.easel import OpenEditor
from easel_testing.easel_client import EaselClient

Stop = Callable[[EaselClient, str], Awaitable[None]]
IGNORES_CANCEL = "hang\non-cancel ignore"


async def stop_by_request(client: EaselClient, conversation: str) -> None:
    assert (await client.act("cancel", conversation))["outcome"] == "cancelled"


async def stop_by_command(client: EaselClient, conversation: str) -> None:
    twin = {"command": "easel.conversation.cancel", "arguments": [{"conversationId": conversation}]}
    result = await client.request("workspace/executeCommand", twin, timeout=20)
    assert result["outcome"] == "cancelled"


async def stop_by_interrupt(client: EaselClient, conversation: str) -> None:
    assert (await client.act("interrupt", conversation))["outcome"] == "interrupted"


async def stop_by_pause(client: EaselClient, conversation: str) -> None:
    assert (await client.act("pause", conversation))["conversation"]["executionStatus"] == "paused"


@pytest.mark.parametrize(
    "stop", [stop_by_request, stop_by_command, stop_by_interrupt, stop_by_pause]
)
async def test_c1_a_stop_reaches_the_session_that_owns_the_turn_while_it_streams(
    client: EaselClient, conversation: str, journal: Journal, stop: Stop
) -> None:
    turn = await client.start(conversation, "stream 1000000")
    await client.event(conversation, "message")

    await stop(client, conversation)

    assert (await client.ended(conversation, turn))["reason"] in {"cancelled", "interrupted"}
    prompt, *_ = journal.received("session/prompt")
    (cancel,) = journal.received("session/cancel")
    assert cancel.params == {"sessionId": prompt.params["sessionId"]}


async def test_c2_an_agent_that_ignores_cancel_is_killed_and_the_next_prompt_gets_a_new_epoch(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.prompt(conversation, "remember the milk")
    turn = await client.start(conversation, IGNORES_CANCEL)
    await journal.wait_for("session/prompt", count=2)

    result = await client.act("cancel", conversation, timeoutMs=20, onTimeout="interrupt")

    assert (result["outcome"], result["turnId"]) == ("forced", turn)
    assert (await client.ended(conversation, turn))["reason"] == "cancelledForced"
    rungs = [e["rung"] for e in client.of_type(conversation, "cancelRequested")]
    assert rungs == ["sent", "timeout", "killed"]
    await client.prompt(conversation, "recall")
    assert client.text(conversation) == "the milk"
    first, second = journal.pids()
    assert not alive(first)
    started = client.of_type(conversation, "turnEnded")
    assert [event["epoch"] for event in started] == [1, 1, 2]
    assert client.infos[conversation]["memory"] == "resumed"
    assert journal.prompts() == ["remember the milk", IGNORES_CANCEL, "recall"]
    assert alive(second)


async def test_c2_without_a_forced_end_the_timeout_is_an_error_that_names_turn_time_and_process(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    turn = await client.start(conversation, IGNORES_CANCEL)
    await journal.wait_for("session/prompt")

    error = await client.refused("conversation/cancel", conversationId=conversation, timeoutMs=20)

    assert error.code == -33004
    assert error.data == {
        "kind": "cancelTimeout",
        "turnId": turn,
        "elapsedMs": error.data["elapsedMs"],
        "pid": journal.pids()[0],
    }
    assert error.data["elapsedMs"] >= 20
    assert client.infos[conversation]["executionStatus"] == "cancelling"
    result = await client.act("interrupt", conversation, graceMs=0)
    assert result == {
        "outcome": "interrupted",
        "turnId": turn,
        "elapsedMs": result["elapsedMs"],
        "processReplaced": True,
    }
    assert (await client.ended(conversation, turn))["reason"] == "interrupted"
    await wait_until_gone(*journal.pids())
    assert len(journal.received("session/cancel")) == 1


async def test_c3_an_agent_that_answers_end_turn_was_cancelled_all_the_same(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    turn = await client.start(conversation, "say so far\nhang\non-cancel end end_turn")
    await client.event(conversation, "message")

    result = await client.act("cancel", conversation)

    assert (result["outcome"], result["stopReason"]) == ("cancelled", "end_turn")
    ended = await client.ended(conversation, turn)
    assert (ended["reason"], ended["stopReason"]) == ("cancelled", "end_turn")
    assert client.text(conversation) == "so far"


@pytest.mark.parametrize("code", [-32800, -32603])
async def test_c4_an_error_after_a_cancel_is_a_cancelled_turn_and_the_process_stays(
    client: EaselClient, conversation: str, journal: Journal, code: int
) -> None:
    turn = await client.start(conversation, f"hang\non-cancel error {code} aborted")
    await journal.wait_for("session/prompt")

    assert (await client.act("cancel", conversation))["outcome"] == "cancelled"

    assert (await client.ended(conversation, turn))["reason"] == "cancelled"
    assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"
    assert len(journal.pids()) == 1


async def test_c5_a_cancel_that_the_agent_refuses_is_escalated(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.start(conversation, "hang\non-cancel refuse")
    await journal.wait_for("session/prompt")

    result = await client.act("cancel", conversation, timeoutMs=50, onTimeout="interrupt")

    assert result["outcome"] == "forced"
    await wait_until_gone(*journal.pids())


async def test_c6_a_late_stop_sends_nothing_and_does_not_hit_the_next_turn(
    tmp_path: Path, editor: OpenEditor
) -> None:
    agent = scripted_agent(tmp_path / "agent", arguments=("--stale-cancel-poisons",))
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()
        for verb in ("cancel", "interrupt"):
            assert (await client.act(verb, conversation))["outcome"] == "notRunning"
        await client.prompt(conversation, "say one")
        for verb in ("cancel", "interrupt"):
            assert (await client.act(verb, conversation))["outcome"] == "notRunning"

        result = await client.prompt(conversation, "say two")

        assert result["endReason"] == "completed"
        assert client.infos[conversation]["executionStatus"] == "idle"
        assert agent.journal().received("session/cancel") == []


async def test_c7_a_prompt_that_is_stopped_while_the_agent_starts_never_reaches_it(
    tmp_path: Path, editor: OpenEditor
) -> None:
    agent = scripted_agent(tmp_path / "agent", on={"session/new": "sleep 700"})
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()
        turn = await client.start(conversation, "say never")
        await agent.journal().wait_for("session/new")

        assert (await client.act("cancel", conversation))["outcome"] == "cancelled"

        assert (await client.ended(conversation, turn))["reason"] == "cancelled"
        assert (await client.prompt(conversation, "say next"))["endReason"] == "completed"
        assert agent.journal().prompts() == ["say next"]
        assert agent.journal().received("session/cancel") == []
        assert len(agent.journal().pids()) == 1


async def test_c7_a_stop_right_behind_a_prompt_stops_that_prompt(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.prompt(conversation, "say warm")
    for _ in range(10):
        async with anyio.create_task_group() as at_once:
            at_once.start_soon(client.start, conversation, "hang")
            at_once.start_soon(client.start, conversation, "say later")
            at_once.start_soon(stop_by_request, client, conversation)
        await client.act("run", conversation)
        await client.info(conversation, executionStatus="idle", queued=0)

    assert journal.prompts() == ["say warm", *["hang", "say later"] * 10]
    assert len(journal.received("session/cancel")) == 10


async def test_c8_three_presses_of_stop_are_one_cancel(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    turn = await client.start(conversation, "hang\non-cancel sleep 300\non-cancel end cancelled")
    await journal.wait_for("session/prompt")
    results: list[Any] = []

    async def press() -> None:
        results.append(await client.act("cancel", conversation))

    async with anyio.create_task_group() as presses:
        for _ in range(3):
            presses.start_soon(press)

    assert [(r["outcome"], r["turnId"]) for r in results] == [("cancelled", turn)] * 3
    rungs = [event["rung"] for event in client.of_type(conversation, "cancelRequested")]
    assert rungs == ["sent", "acknowledged"]
    assert len(journal.received("session/cancel")) == 1


async def test_c9_a_prompt_right_after_a_cancel_waits_until_the_old_turn_has_ended(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    first = await client.start(
        conversation, "hang\non-cancel sleep 100\non-cancel say late\non-cancel end end_turn"
    )
    await journal.wait_for("session/prompt")
    async with anyio.create_task_group() as stopping:
        stopping.start_soon(client.act, "cancel", conversation)
        await client.event(conversation, "cancelRequested")
        second = await client.prompt(conversation, "say new")

    assert (await client.ended(conversation, first))["reason"] == "cancelled"
    assert second["endReason"] == "completed"
    assert client.text(conversation, turn=first) == "late"
    assert client.text(conversation, turn=second["turnId"]) == "new"
    order = [m for m in journal.methods() if m in {"session/prompt", "session/cancel"}]
    assert order == ["session/prompt", "session/cancel", "session/prompt"]


async def test_c10_an_agent_that_streams_on_after_its_answer_can_still_be_replaced(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.start(conversation, "stream 1000000 every=1\non-cancel respond cancelled")
    await client.event(conversation, "message")
    assert (await client.act("cancel", conversation))["outcome"] == "cancelled"

    own = await client.event(conversation, "turnStarted", lambda e: e["origin"] == "agent")
    result = await client.act("interrupt", conversation, graceMs=0)

    assert (result["outcome"], result["turnId"]) == ("interrupted", own["turnId"])
    assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"
    first, second = journal.pids()
    assert not alive(first)
    assert alive(second)
    assert len(journal.received("session/cancel")) == 1


async def test_c11_cancelling_the_request_of_a_prompt_is_a_cancel_of_its_turn(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    with anyio.CancelScope() as editor_gives_up:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(client.prompt, conversation, "say so far\nhang")
            await client.event(conversation, "message")
            editor_gives_up.cancel()

    await journal.wait_for("session/cancel")
    assert (await client.event(conversation, "turnEnded"))["reason"] == "cancelled"
    assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"
    assert len(journal.pids()) == 1


async def test_c14_only_the_addressed_one_of_several_busy_conversations_is_stopped(
    client: EaselClient, journal: Journal
) -> None:
    conversations = [await client.conversation() for _ in range(3)]
    turns = [await client.start(c, "say on it\nhang") for c in conversations]
    for conversation in conversations:
        await client.event(conversation, "message")

    assert (await client.act("cancel", conversations[1]))["turnId"] == turns[1]

    (cancel,) = journal.received("session/cancel")
    stopped = client.infos[conversations[1]]
    assert cancel.params["sessionId"] == stopped["acpSessionId"]
    assert stopped["executionStatus"] == "idle"
    for other in (conversations[0], conversations[2]):
        assert client.infos[other]["executionStatus"] == "running"
        await client.act("cancel", other)


async def test_c15_the_process_the_memory_the_text_and_the_usage_survive_a_cancel(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.start(conversation, "remember the milk\nsay so far\nusage used=5 size=9\nhang")
    await client.event(conversation, "metadataChanged", lambda e: "usage" in e)
    await client.act("cancel", conversation)
    assert client.infos[conversation]["executionStatus"] == "idle"

    result = await client.prompt(conversation, "recall")

    assert client.text(conversation, turn=result["turnId"]) == "the milk"
    assert client.text(conversation) == "so farthe milk"
    assert client.infos[conversation]["usage"] == {"contextUsed": 5, "contextSize": 9}
    assert len(journal.pids()) == 1
    assert journal.received("session/load") == []
