"""Agents that answer in the moment of their death."""

from easel_testing.easel_client import EaselClient


async def test_w10_a_cancelled_that_nobody_asked_for_is_a_crash_if_the_agent_dies_of_it(
    client: EaselClient, conversation: str
) -> None:
    result = await client.prompt(conversation, "say partial\nrespond cancelled\nkill KILL")

    assert result["endReason"] == "crashed"
    assert client.text(conversation) == "partial"
    assert (await client.prompt(conversation, "say back"))["endReason"] == "completed"


async def test_a_cancelled_that_nobody_asked_for_ends_the_turn_if_the_agent_lives_on(
    client: EaselClient, conversation: str
) -> None:
    result = await client.prompt(conversation, "end cancelled")

    assert (result["endReason"], result["stopReason"]) == ("cancelled", "cancelled")


async def test_an_answer_that_an_agent_gives_before_it_ends_counts(
    client: EaselClient, conversation: str
) -> None:
    result = await client.prompt(conversation, "say done\nrespond end_turn\nexit 0")

    assert result["endReason"] == "completed"
