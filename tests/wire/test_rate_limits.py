"""A rate limit is a cause of its own: no crash, nothing to mend, nothing retried (scenario W13)."""

from pathlib import Path
from typing import Any

import pytest

from easel_testing.agents import Journal, scripted_agent, wait_until_gone
from easel_testing.easel import OpenEditor
from easel_testing.easel_client import EaselClient

MORE_THAN_THE_BUDGET = 5
LIMIT = '{"code": 429, "message": "slow down", "data": {"status": "RESOURCE_EXHAUSTED"}}'


async def test_w13_a_rate_limit_fails_its_turn_and_the_process_takes_the_next_prompt(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    for _ in range(MORE_THAN_THE_BUDGET):
        result = await client.prompt(conversation, f"say so far\nerror-json {LIMIT}")

        assert result["endReason"] == "failed"
        assert result["error"]["kind"] == "agentError"
        assert result["error"]["data"] == {
            "code": 429,
            "message": "slow down",
            "data": {"status": "RESOURCE_EXHAUSTED"},
            "cause": "rateLimited",
        }
        assert "try again later" in result["error"]["message"]

    assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"
    assert len(journal.pids()) == 1
    assert len(journal.prompts()) == MORE_THAN_THE_BUDGET + 1


async def test_w13_an_agent_that_ends_over_a_rate_limit_has_not_crashed(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    for _ in range(MORE_THAN_THE_BUDGET):
        result = await client.prompt(
            conversation, "stderr last status: 429 Too Many Requests\nexit 1"
        )

        assert (result["endReason"], result["error"]["kind"]) == ("failed", "agentError")
        assert result["error"]["data"]["cause"] == "rateLimited"
        assert result["error"]["data"]["exitCode"] == 1

    info = await client.info(conversation, processStatus="none")
    assert info["executionStatus"] == "error"
    assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"
    shown = {event["processStatus"] for event in client.of_type(conversation, "statusChanged")}
    assert shown.isdisjoint({"crashed", "parked"})
    assert len(journal.pids()) == MORE_THAN_THE_BUDGET + 1


@pytest.mark.parametrize(
    ("fault", "data"),
    [
        (f"error-json {LIMIT}", {"code": 429, "cause": "rateLimited"}),
        ("stderr usage limit reached\nexit 1", {"exitCode": 1, "cause": "rateLimited"}),
    ],
)
async def test_w13_a_start_that_meets_a_rate_limit_is_parked_until_somebody_asks_again(
    editor: OpenEditor, tmp_path: Path, fault: str, data: dict[str, Any]
) -> None:
    script = "\n".join(f"first 2 {line}" for line in fault.splitlines())
    agent = scripted_agent(tmp_path / "agent", on={"session/new": script})
    async with editor({"test": agent}) as client:
        conversation = await client.conversation()

        for _ in range(2):
            error = await client.refused(
                "conversation/prompt", conversationId=conversation, prompt="say never"
            )
            assert (error.code, error.data["kind"]) == (-33014, "agentError")
            assert data.items() <= error.data.items()
            assert client.infos[conversation]["parkedCause"] == "rateLimited"
        await wait_until_gone(*agent.journal().pids())
        assert len(agent.journal().pids()) == 2

        assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"
