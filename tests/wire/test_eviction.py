"""Idle agents are let go, busy ones never, and nobody notices but the memory of the machine."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from easel_testing.agents import Journal, ScriptedAgent, scripted_agent, wait_until_gone
from easel_testing.easel import OpenEditor
from easel_testing.easel_client import EaselClient

AT_ONCE = {"pool": {"idleTtlSeconds": 0}}


@pytest.fixture
def agent(tmp_path: Path) -> ScriptedAgent:
    """An agent that can resume its sessions."""
    return scripted_agent(tmp_path / "agent", features="load,resume")


@pytest.fixture
async def client(editor: OpenEditor, agent: ScriptedAgent) -> AsyncIterator[EaselClient]:
    """An editor whose user wants no idle agent to be kept."""
    async with editor({"test": agent}, AT_ONCE) as client:
        yield client


async def test_w16_an_agent_that_is_idle_for_too_long_is_let_go_and_has_not_crashed(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.prompt(conversation, "remember the milk\nspawn session")

    await wait_until_gone(*journal.pids(), *journal.children())
    info = await client.info(conversation, processStatus="none")
    assert info["executionStatus"] == "idle"
    await client.prompt(conversation, "recall")
    assert client.text(conversation) == "the milk"


async def test_w16_who_is_busy_or_waits_for_a_permission_is_kept(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    turn = await client.start(conversation, "sleep 100\npermission t\nsay , done")
    asked = await client.event(conversation, "permissionRequested")
    other = await client.conversation()
    await client.prompt(other, "say ok")
    await wait_until_gone(journal.pids()[1])

    await client.ask(
        "permission/respond",
        conversationId=conversation,
        permissionId=asked["permissionId"],
        optionId="allow",
    )

    assert (await client.ended(conversation, turn))["reason"] == "completed"
    assert client.text(conversation) == "permission t: selected allow, done"


async def test_w17_prompts_that_meet_an_eviction_are_each_served_once(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    prompts = [f"say {number}" for number in range(8)]
    for prompt in prompts:
        assert (await client.prompt(conversation, prompt))["endReason"] == "completed"

    assert client.text(conversation) == "01234567"
    assert journal.prompts() == prompts
    shown = {event["processStatus"] for event in client.of_type(conversation, "statusChanged")}
    assert "crashed" not in shown
