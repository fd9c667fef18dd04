"""One life of an agent after another: evictions, restarts and half-dead processes."""

from pathlib import Path
from typing import Any

import anyio

from easel_testing.agents import alive, scripted_agent
from easel_testing.easel import easel
from easel_testing.easel_client import Json


def crashes(client: Any, conversation: str) -> list[Any]:
    return [
        event
        for event in client.of_type(conversation, "statusChanged")
        if event["processStatus"] == "crashed"
    ]


async def test_w8_the_end_of_a_killed_process_does_not_touch_the_one_that_follows(
    tmp_path: Path,
) -> None:
    agent = scripted_agent(tmp_path / "agent", features="load")
    async with easel(tmp_path, agents={"test": agent.setting}) as client:
        conversation = await client.conversation()
        turn = await client.start(conversation, "on-cancel ignore\nsay one\nhang")
        await client.event(conversation, "message")

        await client.act("interrupt", conversation, graceMs=0)
        result = await client.prompt(conversation, "say two")

        assert (await client.ended(conversation, turn))["reason"] == "interrupted"
        assert result["endReason"] == "completed"
        info = await client.info(conversation, processStatus="ready")
        assert info["executionStatus"] == "idle"
        assert crashes(client, conversation) == []
        assert len(agent.journal().pids()) == 2


async def test_w17_a_prompt_that_meets_an_eviction_is_served_once_by_the_old_or_the_new_process(
    tmp_path: Path,
) -> None:
    agent = scripted_agent(tmp_path / "agent", features="load")
    settings = {"pool": {"maxIdle": 0}}
    async with easel(tmp_path, agents={"test": agent.setting}, settings=settings) as client:
        conversation = await client.conversation()
        prompts = [f"say {number}" for number in range(4)]

        results = [await client.prompt(conversation, prompt) for prompt in prompts]

        assert [result["endReason"] for result in results] == ["completed"] * 4
        assert agent.journal().prompts() == prompts
        assert crashes(client, conversation) == []


async def test_w21_w27_an_agent_that_lives_and_does_nothing_is_replaced_after_the_watchdog(
    tmp_path: Path,
) -> None:
    agent = scripted_agent(tmp_path / "agent", features="load")
    settings = {"watchdog": {"silenceSeconds": 0.3}}
    async with easel(tmp_path, agents={"test": agent.setting}, settings=settings) as client:
        conversation = await client.conversation()

        result = await client.prompt(conversation, "hang")
        after = await client.prompt(conversation, "say back")

        assert result["endReason"] == "orphaned"
        assert after["endReason"] == "completed"
        assert len(agent.journal().pids()) == 2


def is_paused(event: Json) -> bool:
    return bool(event["executionStatus"] == "paused")


async def test_w28_the_old_process_is_gone_before_its_session_is_resumed_in_a_new_one(
    tmp_path: Path,
) -> None:
    agent = scripted_agent(
        tmp_path / "agent", features="load", on={"start": "ignore-sigterm\nignore-eof"}
    )
    async with easel(tmp_path, agents={"test": agent.setting}) as client:
        conversation = await client.conversation()
        await client.prompt(conversation, "say one")
        (old,) = agent.journal().pids()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(client.act, "pause", conversation)
            await client.event(conversation, "statusChanged", is_paused)
            was_alive = alive(old)
            await client.act("resume", conversation)

        assert was_alive
        assert not alive(old)
        assert len(agent.journal().pids()) == 2
