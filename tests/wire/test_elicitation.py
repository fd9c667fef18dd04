"""Agents ask for input: a form to fill in, or a page to visit."""

from typing import Any

import pytest

from easel_testing.agents import Journal
from easel_testing.easel_client import EaselClient, Json


async def answer(client: EaselClient, conversation: str, request: Json, **answer: Any) -> bool:
    """Answer a request for input; returns whether this was the answer that counted."""
    result = await client.ask(
        "elicitation/respond",
        conversationId=conversation,
        elicitationId=request["elicitationId"],
        **answer,
    )
    accepted: bool = result["accepted"]
    return accepted


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"action": "accept", "content": {"answer": "42"}}, 'accept {"answer":"42"}'),
        ({"action": "decline"}, "decline"),
        ({"action": "cancel"}, "cancel"),
    ],
)
async def test_a_form_is_shown_and_its_answer_reaches_the_agent_but_not_the_log(
    client: EaselClient, conversation: str, given: Json, told: str
) -> None:
    turn = await client.start(conversation, "elicit How many?")
    request = await client.event(conversation, "elicitationRequested")
    assert (request["mode"], request["message"]) == ("form", "How many?")
    assert request["requestedSchema"]["required"] == ["answer"]
    assert client.infos[conversation]["executionStatus"] == "waitingForPermission"

    assert await answer(client, conversation, request, **given)
    assert not await answer(client, conversation, request, **given)

    await client.ended(conversation, turn)
    assert client.text(conversation).replace(" ", "") == f"elicit:{told}".replace(" ", "")
    (resolved,) = client.of_type(conversation, "elicitationResolved")
    assert resolved["action"] == given["action"]
    assert "content" not in resolved


async def test_a_visit_to_a_page_is_over_when_the_agent_says_so(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    done = 'notify elicitation/complete {"elicitationId": "elicitation-$session"}'
    script = f"nowait elicit Log in url=https://example.test/login\nsleep 50\n{done}\nawait"
    turn = await client.start(conversation, script)
    request = await client.event(conversation, "elicitationRequested")
    assert (request["mode"], request["url"]) == ("url", "https://example.test/login")

    await client.ended(conversation, turn)

    (resolved,) = client.of_type(conversation, "elicitationResolved")
    assert (resolved["action"], resolved["by"]) == ("accept", "agent")
    assert [r["result"] for r in journal.responses()] == [{"action": "accept"}]


async def test_a_stop_answers_an_open_form_with_cancel(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.start(conversation, "elicit How many?\nhang")
    await client.event(conversation, "elicitationRequested")

    await client.act("cancel", conversation)

    assert [r["result"] for r in journal.responses()] == [{"action": "cancel"}]
    (resolved,) = client.of_type(conversation, "elicitationResolved")
    assert resolved["action"] == "cancel"


async def test_a_form_without_a_live_turn_is_answered_cancel(
    client: EaselClient, conversation: str, journal: Journal
) -> None:
    await client.prompt(conversation, "later 0 elicit Now?\nlater 0 noted asked")
    await journal.wait_for_note("noted")
    await client.prompt(conversation, "await")

    assert [r["result"] for r in journal.responses()] == [{"action": "cancel"}]
    assert client.of_type(conversation, "elicitationRequested") == []


async def test_a_mode_of_asking_that_was_not_offered_is_refused(
    client: EaselClient, conversation: str
) -> None:
    await client.prompt(conversation, 'request elicitation/create {"mode": "telepathy"}')

    assert "error -32602" in client.text(conversation)
