"""Stop at every moment of a turn, also in the moment of its end."""

from pathlib import Path
from typing import Any

import anyio
import pytest

from easel_testing.agents import Journal, scripted_agent
from easel_testing.easel import OpenEditor
from easel_testing.easel_client import EaselClient

ROUNDS = 20
AWAITS_A_TERMINAL = """terminal-leave sleep 60
nowait request terminal/wait_for_exit {"sessionId": "$session", "terminalId": "$terminal"}
say waits
hang"""


async def race(client: EaselClient, conversation: str, number: int) -> tuple[str, str]:
    """Stop a turn at about the time of its end; returns its end reason and that of the Stop."""
    ends: dict[str, Any] = {}

    async def prompt() -> None:
        ends["prompt"] = await client.prompt(conversation, f"say {number}\nsay done")

    async with anyio.create_task_group() as racing:
        racing.start_soon(prompt)
        await client.until(lambda: client.text(conversation).endswith(f"{number}done"))
        ends["cancel"] = await client.act("cancel", conversation)
    return ends["prompt"]["endReason"], ends["cancel"]["outcome"]


async def test_c12_completion_and_stop_at_the_same_moment_make_one_end(
    editor: OpenEditor, tmp_path: Path
) -> None:
    """The one that settles the turn first wins; the other changes nothing.

    The agent may be told to stop when it has just answered, so its traffic is not checked.
    """
    agent = scripted_agent(tmp_path / "agent")
    async with editor({}, {"agents": {"test": agent.setting}}) as client:
        conversation = await client.conversation(agent="test")
        await client.prompt(conversation, "say warm")

        outcomes = {await race(client, conversation, number) for number in range(ROUNDS)}

        assert outcomes <= {("completed", "notRunning"), ("cancelled", "cancelled")}
        assert len(agent.journal().prompts()) == ROUNDS + 1


@pytest.mark.parametrize(
    ("script", "reached"),
    [
        ("tool t status=in_progress\nhang", "toolCall"),
        ("permission t\nhang", "permissionRequested"),
        ("elicit Which one?\nhang", "elicitationRequested"),
        ("tool t status=in_progress\nterminal-leave sleep 60\nhang", "toolCall"),
        (AWAITS_A_TERMINAL, "message"),
        ("tool t status=in_progress\nplan pending One\nthink so\nhang", "plan"),
    ],
)
async def test_c13_nothing_of_a_turn_is_left_open_wherever_it_is_stopped(
    client: EaselClient, conversation: str, journal: Journal, script: str, reached: str
) -> None:
    turn = await client.start(conversation, script)
    await client.event(conversation, reached)

    assert (await client.act("cancel", conversation))["outcome"] == "cancelled"

    assert (await client.ended(conversation, turn))["reason"] == "cancelled"
    for call in client.of_type(conversation, "toolCall")[-1:]:
        assert call["toolCall"]["status"] == "cancelled"
    assert (await client.prompt(conversation, "say ok"))["endReason"] == "completed"
    assert client.infos[conversation]["executionStatus"] == "idle"
    assert len(journal.received("session/cancel")) == 1
