"""The end of an agent's process: noticed at once, told as what it was, and nothing is left."""

import os
import signal
from pathlib import Path

import pytest

from easel_testing.agents import Journal, alive, scripted_agent, wait_until_gone
from easel_testing.easel import OpenEditor
from easel_testing.easel_client import EaselClient


async def test_w3_an_agent_that_ignores_every_request_to_end_is_killed_when_it_is_let_go(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.prompt(conversation, "ignore-sigterm\nignore-eof\nspawn stubborn session")

    await client.act("pause", conversation)

    await wait_until_gone(*journal.pids(), *journal.children())
    assert len(journal.notes("signal")) == 1
    assert client.infos[conversation]["processStatus"] == "none"


@pytest.mark.parametrize("how", ["stdout", "stdout session", "stdout daemon stubborn"])
async def test_w4_w5_w6_the_turn_ends_with_its_process_whatever_that_leaves_behind(
    client: EaselClient, conversation: str, journal: Journal, how: str
) -> None:
    result = await client.prompt(conversation, f"say so far\nspawn {how}\nexit 7")

    assert (result["endReason"], result["error"]["kind"]) == ("crashed", "agentCrashed")
    assert result["error"]["data"]["exitCode"] == 7
    assert client.text(conversation) == "so far"
    await wait_until_gone(*journal.pids(), *journal.children())


async def test_w5_an_agent_that_ends_in_order_between_turns_leaves_nothing_either(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.prompt(conversation, "spawn session\nspawn daemon\nlater 0 exit 0")

    await wait_until_gone(*journal.pids(), *journal.children())


async def test_w4_an_agent_that_closes_its_output_is_ended(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    result = await client.prompt(conversation, "say bye\nclose-stdout\nhang")

    assert result["endReason"] == "crashed"
    assert "closed its output" in result["error"]["message"]
    await wait_until_gone(*journal.pids())


async def test_w7_a_flood_on_stderr_stalls_nothing_and_its_end_is_kept_without_secrets(
    editor: OpenEditor, tmp_path: Path
) -> None:
    agent = scripted_agent(tmp_path / "agent", env={"SERVICE_API_KEY": "hush-hush-hush"})
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()
        flood = "stderr-flood 1000000\nsay through"
        last = "stderr with hush-hush-hush and sk-abcdefghijklmnop\nexit 1"

        result = await client.prompt(conversation, f"{flood}\n{last}")

        assert client.text(conversation) == "through"
        tail = result["error"]["data"]["stderrTail"]
        assert tail.endswith("with [redacted] and [redacted]\n")
        assert 10_000 < len(tail) < 100_000
        assert "with [redacted]" in result["error"]["message"]


async def test_w8_w28_a_new_process_begins_when_nothing_of_the_old_one_is_left(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    script = "ignore-sigterm\nignore-eof\nspawn stubborn session\nsay on it\nhang\non-cancel ignore"
    await client.start(conversation, script)
    await client.event(conversation, "message")
    await client.act("interrupt", conversation, graceMs=0)

    turn = await client.start(conversation, "say again")
    await journal.wait_for_note("started", count=2)

    assert [pid for pid in (journal.pids()[0], *journal.children()) if alive(pid)] == []
    assert (await client.ended(conversation, turn))["reason"] == "completed"
    assert client.infos[conversation]["processStatus"] == "ready"


async def test_w9_a_process_that_was_let_go_has_not_crashed(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.prompt(conversation, "say ok")

    paused = await client.act("pause", conversation)

    assert paused["conversation"]["executionStatus"] == "paused"
    await wait_until_gone(*journal.pids())
    assert client.infos[conversation]["processStatus"] == "none"
    shown = {e["processStatus"] for e in client.of_type(conversation, "statusChanged")}
    assert "crashed" not in shown


async def test_w11_an_idle_agent_that_is_killed_is_shown_as_crashed_though_its_output_stays_open(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.prompt(conversation, "spawn stdout session")

    os.kill(journal.pids()[0], signal.SIGKILL)

    await client.event(
        conversation, "statusChanged", lambda event: event["processStatus"] == "crashed"
    )
    assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"
    await wait_until_gone(*journal.children())


async def test_w10_a_crash_in_mid_turn_stays_visible(
    client: EaselClient, conversation: str
) -> None:
    result = await client.prompt(conversation, "kill SEGV")

    assert result["endReason"] == "crashed"
    assert result["error"]["message"] == "The agent ended unexpectedly (SIGSEGV)."
    assert result["error"]["data"] == {"exitCode": None, "signal": 11, "stderrTail": ""}
    info = client.infos[conversation]
    assert (info["executionStatus"], info["processStatus"]) == ("error", "crashed")
    assert info["processError"]["kind"] == "agentCrashed"


async def test_w11_after_a_crash_while_idle_the_next_prompt_gets_a_new_process_with_its_memory(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.prompt(conversation, "remember the milk\nlater 0 exit 1")
    await client.info(conversation, processStatus="crashed", executionStatus="idle")

    await client.prompt(conversation, "recall")

    assert client.text(conversation) == "the milk"
    assert len(journal.pids()) == 2
    assert client.infos[conversation]["memory"] == "resumed"


@pytest.mark.parametrize("verb", ["run", "resume"])
async def test_w12_the_fourth_crash_within_a_minute_parks_the_agent_until_a_person_says_go(
    client: EaselClient, conversation: str, journal: Journal, verb: str
) -> None:
    for _ in range(4):
        assert (await client.prompt(conversation, "exit 1"))["endReason"] == "crashed"
    info = client.infos[conversation]
    assert (info["processStatus"], info["parkedCause"]) == ("parked", "crashLoop")

    error = await client.refused(
        "conversation/prompt", conversationId=conversation, prompt="say never"
    )
    assert (error.code, error.data["kind"], error.data["exitCode"]) == (-33008, "agentCrashed", 1)
    assert len(journal.pids()) == 4

    assert (await client.act(verb, conversation))["ok"] is True
    assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"
    assert journal.prompts() == ["exit 1"] * 4 + ["say ok"]


async def test_w20_deleting_a_conversation_ends_its_agent_and_no_other(
    client: EaselClient, journal: Journal
) -> None:
    first, second = [await client.conversation() for _ in range(2)]
    await client.prompt(first, "spawn session")
    await client.prompt(second, "say ok")
    one, two = journal.pids()

    await client.act("delete", first)
    client.created.remove(first)

    assert not alive(one)
    assert not alive(journal.children()[0])
    assert alive(two)
    error = await client.refused("conversation/open", conversationId=first)
    assert (error.code, error.data["kind"]) == (-33001, "conversationNotFound")
    listed = await client.ask("conversation/list")
    assert first not in {conversation["id"] for conversation in listed["conversations"]}
